/**
 * A JSON object as text: some of its members, and after them those that are JSON text already and pass through as they
 * are. As with `JSON.stringify`, what is undefined is left out.
 * @param texts under names that need no escapes, as those of the API
 */
export function objectText(members: object, texts: Readonly<Record<string, string>>): string {
  let text = JSON.stringify(members).slice(0, -1);
  for (const [name, value] of Object.entries(texts)) {
    text += `${text === '{' ? '' : ','}"${name}":${value}`;
  }
  return `${text}}`;
}

/**
 * A JSON list of what is JSON text already. Like the members of an object they are added one by one, never joined: what
 * is added is copied once, when all of it is sent, and a page of 25 would else be copied four times.
 */
export function listText(texts: readonly string[]): string {
  let text = '[';
  for (const item of texts) {
    text += text === '[' ? item : `,${item}`;
  }
  return `${text}]`;
}
