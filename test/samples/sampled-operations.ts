/** An operation of the document that has samples. */
export interface SampledOperation {
  readonly operationId: string;
  /** By their labels. */
  readonly samples: ReadonlyMap<string, string>;
}

interface DocumentWithSamples {
  readonly paths: Readonly<
    Record<
      string,
      Record<string, { operationId: string; 'x-codeSamples'?: { label: string; source: string }[] }>
    >
  >;
}

/** Those of an OpenAPI document, in its order. */
export function sampledOperations({ paths }: DocumentWithSamples): SampledOperation[] {
  return Object.values(paths)
    .flatMap((item) => Object.values(item))
    .flatMap(({ operationId, 'x-codeSamples': samples }) =>
      samples === undefined
        ? []
        : [{ operationId, samples: new Map(samples.map(({ label, source }) => [label, source])) }],
    );
}

/** Those of the document that an API serves. */
export async function readSamples(apiUrl: string): Promise<SampledOperation[]> {
  const document: ReturnType<typeof JSON.parse> = await (await fetch(`${apiUrl}/openapi.json`)).json();
  return sampledOperations(document);
}
