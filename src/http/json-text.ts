/** JSON that has been text before, and passes into an answer as it is. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** The members of an answer, some of which may be JSON text already. */
export type MembersOf<T> = { readonly [Name in keyof Required<T>]: T[Name] | JsonText };

/**
 * An object as JSON text. As `JSON.stringify` it leaves out what is undefined.
 * @param members under names that need no escapes, as those of the API
 */
export function objectText(members: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) {
      const member = value instanceof JsonText ? value.text : JSON.stringify(value);
      text += `${text === '' ? '' : ','}"${name}":${member}`;
    }
  }
  return `{${text}}`;
}
