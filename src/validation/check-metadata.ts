import { type ClassConstructor, TransformationType } from 'class-transformer';
import { defaultMetadataStorage as transformer, type TypeMetadata } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, type ValidationArguments, ValidationTypes } from 'class-validator';
import type { FindingCode } from '../errors/finding.js';
import { checkMessage } from './check-message.js';
import type { Suggest } from './checked-by.js';
import { findingCode, suggestionOf } from './class-validator-findings.js';

/** A property with its checks, in the order in which class-validator makes them. */
export interface CheckedProperty {
  readonly name: string;
  readonly checks: readonly ValueCheck[];
  /** Missing where it holds no objects that have checks of their own. */
  readonly nested?: NestedCheck;
}

/** What a failed check is told as. */
export interface Told {
  /** The group that the check is in; undefined where it is always made. */
  readonly group: string | undefined;
  readonly code: FindingCode;
  readonly message: (args: ValidationArguments) => string;
  /** What was probably meant; missing where nothing is suggested. */
  readonly suggestion?: Suggest;
}

/** A check of the value itself. */
export interface ValueCheck extends Told {
  readonly constraints: unknown[];
  readonly passes: (args: ValidationArguments) => boolean;
}

/** The check of the object that a value is, or of those that it holds. It fails where the value is or holds anything else. */
export interface NestedCheck extends Told {
  readonly type: TypeMetadata;
}

const validator = getMetadataStorage();
type Metadata = ReturnType<typeof validator.getTargetValidationMetadatas>[number];

/**
 * The properties of a class that class-validator checks.
 *
 * What it or class-transformer would do besides is refused, so that no decorator is passed over in silence.
 * @param groups the groups of checks that there may be beside those that are always made
 * @throws TypeError
 */
export function checkedProperties(
  type: ClassConstructor<object>,
  groups: readonly string[],
): CheckedProperty[] {
  const all = validator.getTargetValidationMetadatas(type, '', false, false);
  refuseClass(type, all);
  return Object.entries(validator.groupByPropertyName(all)).map(([name, ofProperty]) => {
    const property = `${type.name}.${name}`;
    ofProperty.forEach((metadata) => {
      refuseOptions(property, metadata, groups);
    });
    if (transformer.findTransformMetadatas(type, name, TransformationType.PLAIN_TO_CLASS).length > 0) {
      throw new TypeError(`${property} is transformed`);
    }
    const nestedType = transformer.findTypeMetadata(type, name);
    return {
      name,
      checks: valueChecks(property, ofProperty.filter(isOfValue)),
      nested: nestedCheck(property, ofProperty.filter(isOfNested), nestedType),
    };
  });
}

const isOfValue = ({ type }: Metadata) => type === ValidationTypes.CUSTOM_VALIDATION;
const isOfNested = ({ type }: Metadata) => type === ValidationTypes.NESTED_VALIDATION;

function refuseClass(type: ClassConstructor<object>, all: readonly Metadata[]): void {
  const hidden = [...transformer.getExposedMetadatas(type), ...transformer.getExcludedMetadatas(type)];
  // class-validator refuses an object that it has no check for.
  if (!all.some(({ always }) => always)) {
    throw new TypeError(`${type.name} has no check that is always made`);
  }
  if (!all.every(({ target }) => target === type)) {
    throw new TypeError(`${type.name} inherits checks`);
  }
  if (Object.values(new type()).some((value) => value !== undefined)) {
    throw new TypeError(`${type.name} has defaults`);
  }
  if (hidden.length > 0) {
    throw new TypeError(`${type.name} exposes or excludes properties`);
  }
}

function refuseOptions(property: string, metadata: Metadata, known: readonly string[]): void {
  // class-validator's own type does not say that they may be missing.
  const options: Partial<Metadata> = metadata;
  const { always = false, groups = [], each = false, validateIf } = options;
  if (!isOfValue(metadata) && !isOfNested(metadata)) {
    throw new TypeError(`${property} has a check of another kind: ${metadata.type}`);
  }
  if (each) {
    throw new TypeError(`${property} has a check of each value`);
  }
  if (validateIf !== undefined) {
    throw new TypeError(`${property} has a check with a condition`);
  }
  const [group = '', another] = groups;
  if (!always && (isOfNested(metadata) || another !== undefined || !known.includes(group))) {
    throw new TypeError(`${property} has a check that is not always made, but in ${groups.join(', ')}`);
  }
}

function valueChecks(property: string, all: readonly Metadata[]): ValueCheck[] {
  const names = new Set<string>();
  return all.map((metadata) => {
    const [constraint, another] = validator.getTargetValidatorConstraints(metadata.constraintCls);
    if (constraint === undefined || another !== undefined || constraint.async) {
      throw new TypeError(`${property} has a check that is asynchronous or not one`);
    }
    // class-validator tells the last one of a name only.
    if (names.has(constraint.name)) {
      throw new TypeError(`${property} has two checks that are named ${constraint.name}`);
    }
    names.add(constraint.name);
    const { instance } = constraint;
    return {
      group: metadata.always === true ? undefined : metadata.groups[0],
      code: findingCode(metadata.context),
      suggestion: suggestionOf(metadata.context),
      constraints: metadata.constraints,
      passes: (args) => Boolean(instance.validate(args.value, args)),
      message: (args) => checkMessage(metadata.message || instance.defaultMessage?.(args) || '', args),
    };
  });
}

function nestedCheck(
  property: string,
  [metadata, another]: readonly Metadata[],
  type: TypeMetadata | undefined,
): NestedCheck | undefined {
  if (metadata === undefined && type === undefined) {
    return undefined;
  }
  if (metadata === undefined || type === undefined || another !== undefined) {
    throw new TypeError(`${property} has other than one type and one nested check`);
  }
  const { discriminator, keepDiscriminatorProperty = false } = type.options;
  if (type.typeFunction.length > 0 || (discriminator !== undefined && !keepDiscriminatorProperty)) {
    throw new TypeError(`${property} has a type that depends on the value, or takes its discriminator away`);
  }
  const { message } = metadata;
  return {
    type,
    group: undefined,
    code: findingCode(metadata.context),
    message: (args) => checkMessage(message, args),
  };
}
