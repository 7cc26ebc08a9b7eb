import { findingCodes } from '../../src/errors/finding.js';
import { refusals } from '../../src/partner-central/classify-error.js';
import { redact } from '../../src/partner-central/redact.js';
import { engagementRules } from '../../src/partner-central/rules/engagement.rules.js';
import type { FieldRule, Fields, ItemRule } from '../../src/partner-central/rules/field-rule.js';
import { fieldsBy } from '../../src/partner-central/rules/rule-sets.js';
import { contextTypes } from '../../src/partner-central/rules/values.js';
import { countryCodes } from '../../simulator/rules/country-codes.js';
import { industries } from '../../simulator/rules/industries.js';
import type { ProjectModel, RequestMember } from './aws-model.js';

/** What this project knows of AWS's model: its table in the set of rules that follows it, and what stands beside. */
export function projectModel(): ProjectModel {
  return {
    members: membersOf(fieldsBy('model', engagementRules), ''),
    lists: new Map<string, readonly string[]>([
      // The table takes these two from the SDK, whatever they hold; the simulator has them written out.
      ['CountryCode', countryCodes],
      ['Industry', industries],
      ['EngagementContextType', Object.values(contextTypes)],
      ['ValidationExceptionErrorCode', findingCodes],
      // Handed on as they come; here, so that somebody looks whether a new one means something else.
      ['ValidationExceptionReason', ['REQUEST_VALIDATION_FAILED', 'BUSINESS_VALIDATION_FAILED']],
      ['AccessDeniedExceptionErrorCode', ['INCOMPATIBLE_BENEFIT_AWS_PARTNER_STATE']],
    ]),
    // What is not listed counts as unknown, and that is what InternalServerException means: it may have been done.
    exceptions: [...refusals.keys(), 'InternalServerException'],
    isRedacted,
  };
}

function membersOf(fields: Fields, at: string): readonly RequestMember[] {
  return Object.values(fields).flatMap((rule) => {
    const { awsName, required } = rule;
    if (awsName === undefined) {
      return [];
    }
    const path = at === '' ? awsName : `${at}.${awsName}`;
    const member: RequestMember = { path, kind: kindOf(rule), isRequired: required, ...listOfValuesOf(rule) };
    return [member, ...membersWithin(rule, path)];
  });
}

function membersWithin(rule: FieldRule, path: string): readonly RequestMember[] {
  switch (rule.kind) {
    case 'object':
      return membersOf(rule.fields, path);
    case 'list':
      return membersOfItem(rule.items, `${path}[]`);
    default:
      return [];
  }
}

/** The members of a context that stand beside its payload, as `create-engagement.request.ts` writes them. */
const besidePayload = ['Id', 'Type'];

function membersOfItem(items: ItemRule, path: string): readonly RequestMember[] {
  if (items.kind === 'item') {
    return membersOf(items.fields, path);
  }
  const payload = `${path}.Payload`;
  const payloads = Object.entries(contextTypes).flatMap(([variant, awsType]): readonly RequestMember[] => {
    const fields = Object.entries(items.variants[variant] ?? {});
    const held = fields.filter(([, { awsName = '' }]) => !besidePayload.includes(awsName));
    const at = `${payload}.${awsType}`;
    return [{ path: at, kind: 'object', isRequired: false }, ...membersOf(Object.fromEntries(held), at)];
  });
  const beside = membersOf(items.untyped, path).filter(({ path: of }) =>
    besidePayload.some((name) => of === `${path}.${name}`),
  );
  return [...beside, { path: payload, kind: 'union', isRequired: true }, ...payloads];
}

function kindOf({ kind }: FieldRule): RequestMember['kind'] {
  switch (kind) {
    case 'object':
    case 'list':
    case 'timestamp':
      return kind;
    default:
      return 'text';
  }
}

function listOfValuesOf(rule: FieldRule): { listOfValues?: string } {
  if (rule.kind !== 'choice') {
    return {};
  }
  return { listOfValues: rule.name === 'ContextType' ? 'EngagementContextType' : rule.name };
}

/** Tried with the real thing: AWS quotes the value, and nothing of it may stay. */
function isRedacted(path: string): boolean {
  const value = 'Quorx 4711';
  const body = path
    .split('.')
    .reduceRight<unknown>(
      (inner, name) => (name.endsWith('[]') ? { [name.slice(0, -2)]: [inner] } : { [name]: inner }),
      value,
    );
  return !redact(`The value "${value}" is not valid.`, JSON.stringify(body)).includes('Quorx');
}
