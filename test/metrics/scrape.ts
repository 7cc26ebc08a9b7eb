/** One line of what a process tells Prometheus. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a process tells Prometheus, read from its text format. */
export interface Scrape {
  readonly text: string;
  readonly samples: readonly Sample[];
  /** The only sample of a name with at least these labels; undefined where there is none. */
  readonly value: (name: string, labels?: Readonly<Record<string, string>>) => number | undefined;
}

const line = /^(?<name>[a-zA-Z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>\S+)$/;
const label = /(?<name>\w+)="(?<value>(?:[^"\\]|\\.)*)"/g;

/** @param url of a process's `/metrics` */
export async function scrape(url: string): Promise<Scrape> {
  const answer = await fetch(url);
  if (!answer.ok) {
    throw new Error(`${url} answers ${answer.status}`);
  }
  const text = await answer.text();
  const samples = text
    .split('\n')
    .filter((one) => one !== '' && !one.startsWith('#'))
    .map(readSample);
  return {
    text,
    samples,
    value: (name, labels = {}) => {
      const found = samples.filter(
        (sample) =>
          sample.name === name &&
          Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
      );
      if (found.length > 1) {
        throw new Error(`More than one ${name} has ${JSON.stringify(labels)}`);
      }
      return found[0]?.value;
    },
  };
}

function readSample(text: string): Sample {
  const groups = line.exec(text)?.groups;
  if (groups === undefined) {
    throw new Error(`Not a sample: ${text}`);
  }
  const labels = [...(groups['labels'] ?? '').matchAll(label)].map((match) => [
    match.groups?.['name'] ?? '',
    match.groups?.['value'] ?? '',
  ]);
  return {
    name: groups['name'] ?? '',
    labels: Object.fromEntries(labels),
    value: groups['value'] === '+Inf' ? Number.POSITIVE_INFINITY : Number(groups['value']),
  };
}
