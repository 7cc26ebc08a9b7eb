/** A text whose `{name}` stands for something else. */
export interface Template {
  readonly parts: readonly TemplatePart[];
  /** The names that it has, in their order. */
  readonly names: readonly string[];
}

type TemplatePart =
  | { readonly name: string }
  | { readonly words: string }
  /** What has neither letters nor digits. */
  | { readonly joint: string };

/** A brace without its other half is a character like any other. */
export function readTemplate(source: string): Template {
  const parts = source.split(/(\{[^{}]*\})/).flatMap((part, index): TemplatePart[] =>
    // What the pattern holds stands between what it does not.
    index % 2 === 1 ? [{ name: part.slice(1, -1) }] : literalParts(part),
  );
  return { parts, names: parts.flatMap((part) => ('name' in part ? [part.name] : [])) };
}

function literalParts(text: string): TemplatePart[] {
  const [words] = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su.exec(text) ?? [];
  if (words === undefined) {
    return [{ joint: text }];
  }
  const start = text.indexOf(words);
  return [{ joint: text.slice(0, start) }, { words }, { joint: text.slice(start + words.length) }];
}

/**
 * The text that a template makes. What only joins a name to its neighbours (blanks, dashes, brackets, …) goes with it
 * where it is empty: of `{companyName} – {city}` without a city is left what the company is called.
 * @param textOf what stands for a name; empty where there is nothing
 */
export function fillTemplate({ parts }: Template, textOf: (name: string) => string): string {
  const made = new JoinedText();
  for (const part of parts) {
    if ('joint' in part) {
      made.addJoint(part.joint);
    } else {
      made.addValue('name' in part ? textOf(part.name) : part.words);
    }
  }
  return made.end();
}

const BRACKETS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['<', '>'],
  ['"', '"'],
];

/** Values and what joins them. A joint is written once it is known that there is something on either side of it. */
class JoinedText {
  private text = '';
  private joint = '';
  /** Whether something that is empty stands beside the joint. */
  private isTorn = false;

  addValue(value: string): void {
    if (value === '') {
      this.isTorn = true;
      return;
    }
    const hasBefore = this.text !== '' || !this.isTorn;
    this.text += (hasBefore ? this.joint : '') + value;
    this.joint = '';
    this.isTorn = false;
  }

  addJoint(joint: string): void {
    this.joint = this.isTorn ? oneOf(this.joint, joint) : this.joint + joint;
  }

  end(): string {
    return (this.isTorn ? this.text : this.text + this.joint).trim();
  }
}

/** Of the joints around something empty, the one that says more; brackets around it go with it. */
function oneOf(before: string, after: string): string {
  let [start, end] = [before, after];
  // No recursion: there may be thousands of them.
  while (areBracketed(start, end)) {
    start = start.trimEnd().slice(0, -1);
    end = end.trimStart().slice(1);
  }
  return start.trim() === '' ? end || start : start;
}

function areBracketed(before: string, after: string): boolean {
  return BRACKETS.some(
    ([open, close]) => before.trimEnd().endsWith(open) && after.trimStart().startsWith(close),
  );
}

/** A text that is too long, cut to so many characters, the last of which says so. */
export function ellipsized(text: string, max: number): string {
  if (text.length <= max) {
    return text;
  }
  // A character is two units at most.
  const characters = Array.from(text.slice(0, 2 * max + 2));
  return characters.length <= max
    ? text
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}
