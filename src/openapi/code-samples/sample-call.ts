/** A call that is shown as a sample, with an example of the document as its body. */
export interface SampleCall {
  readonly method: 'get' | 'post' | 'put' | 'patch';
  /** As in the document. `{id}` is the engagement of `draft`. */
  readonly path: string;
  /** What stands for the other parameters of the path. */
  readonly pathValues?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: SampleBody;
  /** It goes with an `Idempotency-Key` that begins so. */
  readonly keyPrefix?: string;
  /** What is saved first, so that there is something to call it for. */
  readonly draft?: unknown;
  readonly client: ClientCall;
}

/**
 * How the client package does it: by a method of its own, or by `.api`, `repeated` until there is a final answer or
 * `once`.
 */
export type ClientCall = 'put' | 'list' | 'import' | 'repeated' | 'once';

/** A text, or what is to be written as JSON. Of the latter, the text `{id}` stands for the engagement of `draft`. */
export interface SampleBody {
  readonly type: string;
  readonly value: unknown;
}

export const JSON_TYPE = 'application/json';

/** The engagement of `draft`, in a path or a body. */
export const ID = '{id}';

/** The path with its values; `id` is written instead of `{id}`. */
export function pathOf({ path, pathValues = {} }: SampleCall, id: string): string {
  return path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    name === 'id' ? id : encodeURIComponent(pathValues[name] ?? ''),
  );
}
