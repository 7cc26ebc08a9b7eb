import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  AccessDeniedExceptionErrorCode,
  CountryCode,
  CreateEngagementRequest$,
  EngagementContextType,
  Industry,
  ValidationExceptionErrorCode,
  ValidationExceptionReason,
} from '@aws-sdk/client-partnercentral-selling';
import { NormalizedSchema } from '@smithy/core/schema';
import ts from 'typescript';
import type { AwsModel, RequestMember } from './aws-model.js';

const packageFile = createRequire(import.meta.url).resolve(
  '@aws-sdk/client-partnercentral-selling/package.json',
);

export const installedVersion = versionOf(readFileSync(packageFile, 'utf8'));

/**
 * The model that the installed SDK carries. Its schemas have members, required and sensitive ones; they write every
 * list of values as text, so which member has one is read from its types, and what an operation may throw from the
 * comments of its types. Lengths and patterns it has nowhere.
 * @throws Error where the SDK is no longer built in the way that is read here
 */
export function installedModel(): AwsModel {
  return {
    members: membersOf(NormalizedSchema.of(CreateEngagementRequest$)),
    lists: new Map(
      Object.entries({
        AccessDeniedExceptionErrorCode,
        CountryCode,
        EngagementContextType,
        Industry,
        ValidationExceptionErrorCode,
        ValidationExceptionReason,
      }).map(([name, values]) => [name, Object.values(values)]),
    ),
    exceptions: {
      CreateEngagement: exceptionsOf('CreateEngagement'),
      GetEngagement: exceptionsOf('GetEngagement'),
      ListEngagements: exceptionsOf('ListEngagements'),
    },
  };
}

/**
 * The members of a structure, and of all in it.
 * @param isSensitive whether the structure is so as a whole: then all its parts are
 */
export function membersOf(structure: NormalizedSchema, at = '', isSensitive = false): AwsModel['members'] {
  const required = requiredMembersOf(structure);
  const typeName = structure.getName() ?? '';
  return Array.from(structure.structIterator()).flatMap(([name, member]) => {
    const path = at === '' ? name : `${at}.${name}`;
    const [inner, innerPath] = member.isListSchema()
      ? [member.getValueSchema(), `${path}[]`]
      : [member, path];
    const sensitive =
      isSensitive || [member, inner].some((schema) => schema.getMergedTraits().sensitive === 1);
    const described = {
      path,
      kind: kindOf(member),
      isRequired: required.includes(name),
      isSensitive: sensitive,
      ...(member.isStringSchema() && !structure.isUnionSchema() ? listOfValuesOf(`${typeName}.${name}`) : {}),
    };
    return [described, ...(inner.isStructSchema() ? membersOf(inner, innerPath, sensitive) : [])];
  });
}

/** A structure's required members come first, and it says how many they are. No member of a union is required. */
function requiredMembersOf(structure: NormalizedSchema): readonly string[] {
  const schema = structure.getSchema();
  return Array.isArray(schema) && schema[0] === 3 ? schema[4].slice(0, schema[6] ?? 0) : [];
}

function kindOf(member: NormalizedSchema): RequestMember['kind'] {
  if (member.isIdempotencyToken()) {
    return 'idempotency token';
  }
  if (member.isStringSchema()) {
    return 'text';
  }
  if (member.isTimestampSchema()) {
    return 'timestamp';
  }
  if (member.isListSchema()) {
    return 'list';
  }
  if (member.isUnionSchema()) {
    return 'union';
  }
  return member.isStructSchema() ? 'object' : 'something else';
}

const typesOfMembers = readTypesOfMembers('dist-types/models/models_0.d.ts');

/** @param member such as `LeadCustomer.Industry`, one that is a text on the wire */
function listOfValuesOf(member: string): { listOfValues?: string } {
  const type = typesOfMembers.get(member);
  if (type === undefined) {
    throw new Error(`The SDK's types have no ${member}: they are not written in the way that is read here.`);
  }
  return type === 'string' ? {} : { listOfValues: type };
}

/** The type of each interface's members as it is written, without `undefined`: `LeadCustomer.Industry` is `string`. */
function readTypesOfMembers(file: string): ReadonlyMap<string, string> {
  const source = ts.createSourceFile(file, readInPackage(file), ts.ScriptTarget.Latest, true);
  const members = source.statements.filter(ts.isInterfaceDeclaration).flatMap((declaration) =>
    declaration.members.filter(ts.isPropertySignature).map((member) => {
      const { type } = member;
      const types = type === undefined ? [] : ts.isUnionTypeNode(type) ? type.types : [type];
      const written = types.map((part) => part.getText()).filter((part) => part !== 'undefined');
      return [`${declaration.name.text}.${member.name.getText()}`, written.join(' | ')] as const;
    }),
  );
  return new Map(members);
}

function exceptionsOf(operation: string): readonly string[] {
  const comments = readInPackage(`dist-types/commands/${operation}Command.d.ts`);
  const names = Array.from(comments.matchAll(/@throws \{@link (\w+Exception)\}/g), ([, name = '']) => name);
  // The base class of all of them, which AWS never answers with.
  const exceptions = names.filter((name) => name !== 'PartnerCentralSellingServiceException');
  if (exceptions.length === 0) {
    throw new Error(
      `The SDK's comments no longer say what ${operation} throws in the way that is read here.`,
    );
  }
  return exceptions;
}

function readInPackage(file: string): string {
  return readFileSync(join(dirname(packageFile), file), 'utf8');
}

function versionOf(packageJson: string): string {
  const { version }: { version: unknown } = JSON.parse(packageJson);
  return String(version);
}
