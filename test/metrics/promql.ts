/** What a PromQL expression asks for: a metric, and the labels that it tells apart, or goes on by. */
export interface Asked {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** Words of the language, and its functions, as far as they are used here. */
const words = new Set(
  'and or unless by without on ignoring group_left group_right bool offset sum min max avg count rate increase histogram_quantile min_over_time max_over_time'.split(
    ' ',
  ),
);

/**
 * Finds the metrics of an expression with the labels of their selectors. The labels of a `by (…)` count for every metric of
 * the expression, but for `instance` and `job`, which Prometheus itself adds.
 */
export function askedBy(expression: string): Asked[] {
  const grouped = [...expression.matchAll(/\bby\s*\(([^)]*)\)/g)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim()),
  );
  // Neither durations, such as [5m], nor texts, nor the names of labels are metrics.
  const bare = expression.replace(/\[[^\]]*\]/g, '').replace(/\b(?:by|on|ignoring|without)\s*\([^)]*\)/g, '');
  const selectors = bare.matchAll(/([a-zA-Z_:][\w:]*)\s*(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})?/g);
  return [...selectors].flatMap(([, metric = '', matchers = '']) => {
    if (words.has(metric)) {
      return [];
    }
    const selected = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, name = '']) => name);
    return [{ metric, labels: [...selected, ...grouped].filter((name) => !addedByPrometheus.has(name)) }];
  });
}

const addedByPrometheus = new Set(['instance', 'job']);
