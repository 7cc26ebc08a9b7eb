/**
 * What AWS's API model says of a field where AWS's published reference, whose rule it stands beside, says something else.
 * `rule-sets.ts` makes the model's rule of the two.
 */
export interface ModelDeviation {
  /** The day of the model that brought the difference, as YYYY-MM-DD. */
  readonly since: string;
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Any text of `min` to `max` characters, whatever values or format the reference asks for. */
  readonly isFreeText?: true;
}

/** What every rule says of its field, whatever its kind. */
interface FieldBase {
  /** Partner Central's name for the field; missing for a field that is ours alone. */
  readonly awsName?: string;
  /** Needed before the engagement can be submitted. A draft may lack it. */
  readonly required: boolean;
  readonly model?: ModelDeviation;
  /** One sentence for API docs and forms. */
  readonly description: string;
  readonly example?: unknown;
}

/**
 * Any text. Lengths count characters (Unicode code points), as AWS's length rules do. AWS takes any character; that
 * controls and direction overrides are refused is a rule of this project (`text-lines.ts`), and so is it for the kinds below.
 */
export interface TextRule extends FieldBase {
  readonly kind: 'text';
  /** Whether it may have line breaks and tabs; missing: it is a single line. */
  readonly isMultiLine?: boolean;
  readonly min: number;
  readonly max: number;
}

/** One of a list of values; letter case, blanks and punctuation make no difference. */
export interface ChoiceRule extends FieldBase {
  readonly kind: 'choice';
  /** The name that the list has in the API's schemas. */
  readonly name: string;
  readonly values: readonly string[];
  /** Where the API lists the values, where there are too many for a message. */
  readonly listedAt?: string;
}

/** Text in a format of its own; `min` and `max` count characters. */
export interface FormatRule extends FieldBase {
  readonly kind: 'websiteUrl' | 'email' | 'phone' | 'date' | 'timestamp';
  readonly min: number;
  readonly max: number;
}

/** A US state in an address whose country is US, any region elsewhere. */
export interface RegionRule extends FieldBase {
  readonly kind: 'region';
  readonly min: number;
  readonly max: number;
}

export type ScalarRule = TextRule | ChoiceRule | FormatRule | RegionRule;

export interface ObjectRule extends FieldBase {
  readonly kind: 'object';
  readonly fields: Readonly<Record<string, FieldRule>>;
}

/** A list of objects; `min` and `max` count them. */
export interface ListRule extends FieldBase {
  readonly kind: 'list';
  readonly min: number;
  readonly max: number;
  readonly items: ItemRule;
}

/** Objects whose `type` says which fields stand beside it. */
export interface UnionRule {
  readonly kind: 'union';
  readonly variants: Readonly<Record<string, Fields>>;
  /** The fields of an object whose `type` is missing or unreadable: all that any variant has. */
  readonly untyped: Fields & { readonly type: ChoiceRule };
}

export interface ItemFields {
  readonly kind: 'item';
  readonly fields: Fields;
}

export type ItemRule = UnionRule | ItemFields;
export type FieldRule = ScalarRule | ObjectRule | ListRule;
export type Fields = Readonly<Record<string, FieldRule>>;

export const text = (rule: Omit<TextRule, 'kind'>): TextRule => ({ kind: 'text', ...rule });
export const choice = (rule: Omit<ChoiceRule, 'kind'>): ChoiceRule => ({ kind: 'choice', ...rule });
