/**
 * A JSON object as text: some of its members, and after them those that are JSON text already and pass through as they
 * are. As with `JSON.stringify`, what is undefined is left out.
 * @param texts under names that need no escapes, as those of the API
 */
export function objectText(members: object, texts: Readonly<Record<string, string>>): string {
  const text = JSON.stringify(members);
  const more = Object.entries(texts).map(([name, value]) => `"${name}":${value}`);
  return `${text.slice(0, -1)}${text === '{}' || more.length === 0 ? '' : ','}${more.join(',')}}`;
}
