/** A member of CreateEngagement's request, as far as the watch compares it. */
export interface RequestMember {
  /** AWS's names from the request downwards; `[]` is an item of a list: `Contexts[].Payload.Lead.Customer`. */
  readonly path: string;
  readonly kind: 'text' | 'timestamp' | 'idempotency token' | 'object' | 'union' | 'list' | 'something else';
  readonly isRequired: boolean;
  /** The name of the list that its values are from; missing: any text. */
  readonly listOfValues?: string;
}

/** What AWS says of the operations that this project calls. */
export interface AwsModel {
  readonly members: readonly (RequestMember & { readonly isSensitive: boolean })[];
  readonly lists: ListsOfValues;
  /** The exceptions that each may answer with. */
  readonly exceptions: Readonly<Record<Operation, readonly string[]>>;
}

/** Those that this project calls. */
export type Operation = 'CreateEngagement' | 'GetEngagement' | 'ListEngagements';

/** Values by the name that AWS gives their list. */
export type ListsOfValues = ReadonlyMap<string, readonly string[]>;

/** What this project knows of the same. */
export interface ProjectModel {
  readonly members: readonly RequestMember[];
  readonly lists: ListsOfValues;
  /** The exceptions of which it knows what they mean: those of CreateEngagement. */
  readonly exceptions: readonly string[];
  /** Whether the member's value is kept out of AWS's words before they are stored. */
  readonly isRedacted: (path: string) => boolean;
}
