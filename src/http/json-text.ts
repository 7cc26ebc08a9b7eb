/** JSON that has been text before, and passes into an answer as it is. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** The members of an answer, some of which may be JSON text already. */
export type MembersOf<T> = { readonly [Name in keyof Required<T>]: T[Name] | JsonText };

/** An object as JSON text. As `JSON.stringify` it leaves out what is undefined. */
export function objectText(members: object): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries<unknown>({ ...members })) {
    if (value !== undefined) {
      parts.push(`${JSON.stringify(name)}:${value instanceof JsonText ? value.text : JSON.stringify(value)}`);
    }
  }
  return `{${parts.join(',')}}`;
}
