/**
 * Letters, digits and the marks on them. Scripts that put no blanks between their words give a word for each letter,
 * and so do pictures: a part of such a name is found as well.
 */
const word =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{Extended_Pictographic}]|[[\p{L}\p{N}\p{M}]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]]+/gv;

/** A text, and where its words are. */
export interface Words {
  readonly text: string;
  /** Each word in the form in which two spellings of it are equal. */
  readonly folded: readonly string[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export function wordsOf(text: string): Words {
  // Most texts are ASCII, whose words are found ten times as fast.
  return /[^\0-\x7f]/.test(text) ? unicodeWordsOf(text) : asciiWordsOf(text);
}

function unicodeWordsOf(text: string): Words {
  const folded: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: found, index } of text.matchAll(word)) {
    folded.push(fold(found));
    starts.push(index);
    ends.push(index + found.length);
  }
  return { text, folded, starts, ends };
}

function asciiWordsOf(text: string): Words {
  const folded: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const lower = text.toLowerCase();
  let start = -1;
  for (let index = 0; index <= lower.length; index += 1) {
    if (isLetterOrDigit(lower.charCodeAt(index))) {
      start = start === -1 ? index : start;
    } else if (start !== -1) {
      folded.push(lower.slice(start, index));
      starts.push(start);
      ends.push(index);
      start = -1;
    }
  }
  return { text, folded, starts, ends };
}

/** @param code of a lower-case ASCII character; NaN behind the end */
const isLetterOrDigit = (code: number) => (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);

/** Equal for a word in any letter case, composed or not: `ß` and `SS` too. */
function fold(found: string): string {
  const lower = found.toLowerCase();
  return /[^\0-\x7f]/.test(lower) ? found.normalize('NFKC').toUpperCase().toLowerCase() : lower;
}

/** A word as it is spelled; empty where there is none. */
export function spellingAt({ text, starts, ends }: Words, index: number): string {
  return text.slice(starts[index], ends[index] ?? 0);
}

/** Words as they are spelled, a blank between two. @param last is one of them */
export function spelling(words: Words, first: number, last: number): string {
  let result = spellingAt(words, first);
  for (let index = first + 1; index <= last; index += 1) {
    result += ` ${spellingAt(words, index)}`;
  }
  return result;
}
