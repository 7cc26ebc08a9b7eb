import { joined, knownValue, type KnownValue } from './known-value.js';
import { isTelling } from './ordinary-words.js';
import type { SensitiveValue } from './sensitive-values.js';
import { wordsOf, type Words } from './words.js';

/** Values of so many words are found whole; of longer ones parts are found as well. */
export const SHORT = 3;

/** More different words than a request has: three ids make a key that a number holds exactly. */
const MAX_IDS = 2 ** 17;

/** No word's id: it stands between two values, and for words that no value has. */
export const NO_ID = 0;

/** So many words make a key of the beginnings. */
const BEGINNING = 4;

/** The first words of a long value, where a text has them. */
export interface Beginning {
  readonly value: KnownValue;
  readonly count: number;
  /** Where in `sequence` the value begins. */
  readonly position: number;
}

/** The values of a request, prepared so that a text costs time by its own length only. */
export interface ValueIndex {
  /** The id of a folded word; `NO_ID` where no value has it. */
  idOf(word: string): number;
  /** Whether the word of an id tells a value from AWS's own words. */
  isTelling(id: number): boolean;
  /** The values that consist of so many words with this key, of `keyWith`. */
  shortValues(count: number, key: number): readonly KnownValue[];
  /** The long value that is whole from a place on, and the longest beginning of one, up to `MANY_WORDS`. */
  beginningAt(ids: readonly number[], at: number): { whole?: Beginning; longest?: Beginning };
  /** Where in `sequence` the three words from a place on stand, if they tell that they are of a long value. */
  seedOf(ids: readonly number[], at: number): number | undefined;
  /** The ids of the words of all long values, one value after the other. */
  readonly sequence: readonly number[];
  /** The long value at a place of `sequence`. */
  longValueAt(position: number): KnownValue | undefined;
  /** The word at a place of `sequence`. */
  wordAt(position: number): string;
  /** A value that begins with these words, the last of which may be cut short. */
  valueBeginningWith(words: readonly string[]): KnownValue | undefined;
}

/** So many of a seed's words must be none of AWS's. */
const MIN_TELLING = 2;

/** So many words in a row that begin a value are no coincidence, be they AWS's words. */
export const MANY_WORDS = 12;

/** The key of words of which all but the last one have this key; 0 is the key of none. */
export const keyWith = (key: number, id: number): number => key * MAX_IDS + id;

const seedKey = (ids: readonly number[], at: number) =>
  keyWith(keyWith(ids[at] ?? NO_ID, ids[at + 1] ?? NO_ID), ids[at + 2] ?? NO_ID);

const none: readonly KnownValue[] = [];
const nothing = {};

/** The beginnings of long values as a tree: values that begin alike share a path. */
class Trie {
  private readonly children = new Map<number, number>();
  private readonly nodes: (Beginning | undefined)[] = [undefined];
  private readonly wholes = new Map<number, Beginning>();

  add(ids: readonly number[], value: KnownValue, position: number): void {
    let node = 0;
    for (const [nth, id] of ids.slice(0, MANY_WORDS).entries()) {
      const child = this.children.get(keyWith(node, id)) ?? this.nodes.length;
      if (child === this.nodes.length) {
        this.children.set(keyWith(node, id), child);
        this.nodes.push({ value, count: nth + 1, position });
      }
      node = child;
    }
    if (ids.length <= MANY_WORDS && !this.wholes.has(node)) {
      this.wholes.set(node, { value, count: ids.length, position });
    }
  }

  find(ids: readonly number[], at: number): { whole?: Beginning; longest?: Beginning } {
    let node = 0;
    let whole: Beginning | undefined;
    for (let next = at; next < at + MANY_WORDS; next += 1) {
      const child = this.children.get(keyWith(node, ids[next] ?? NO_ID));
      if (child === undefined) {
        break;
      }
      node = child;
      whole = this.wholes.get(node) ?? whole;
    }
    const longest = this.nodes[node];
    return { ...(whole && { whole }), ...(longest && longest.count >= SHORT && { longest }) };
  }
}

class Builder {
  readonly ids = new Map<string, number>();
  readonly words: string[] = [''];
  readonly telling: boolean[] = [false];
  readonly short = Array.from({ length: SHORT }, () => new Map<number, KnownValue[]>());
  readonly seeds = new Map<number, number>();
  readonly trie = new Trie();
  readonly sequence: number[] = [NO_ID];
  readonly owners: (KnownValue | undefined)[] = [undefined];
  readonly beginnings: [string, KnownValue][] = [];

  add(value: SensitiveValue, words: Words): void {
    const ids = words.folded.map((word) => this.idFor(word));
    const known = knownValue(value, words);
    this.beginnings.push([words.folded.slice(0, BEGINNING).join(' '), known]);
    if (ids.length <= SHORT) {
      this.addShort(known, ids);
    } else {
      this.addLong(known, ids);
    }
  }

  private idFor(word: string): number {
    const id = this.ids.get(word) ?? this.words.length % MAX_IDS;
    if (id === this.words.length) {
      this.ids.set(word, id);
      this.words.push(word);
      this.telling.push(isTelling(word));
    }
    return id;
  }

  private addShort(known: KnownValue, ids: readonly number[]): void {
    const values = this.short[ids.length - 1];
    const key = ids.reduce(keyWith, 0);
    const others = values?.get(key) ?? [];
    const same = others.findIndex(({ strength }) => strength === known.strength);
    const kept = others[same];
    values?.set(key, kept === undefined ? [...others, known] : others.with(same, joined(kept, known)));
  }

  private addLong(known: KnownValue, ids: readonly number[]): void {
    const start = this.sequence.length;
    for (const id of ids) {
      this.sequence.push(id);
      this.owners.push(known);
    }
    this.sequence.push(NO_ID);
    this.owners.push(undefined);
    this.trie.add(ids, known, start);
    for (let at = start; at + SHORT < this.sequence.length; at += 1) {
      const seed = seedKey(this.sequence, at);
      if (this.isTellingSeed(at) && !this.seeds.has(seed)) {
        this.seeds.set(seed, at);
      }
    }
  }

  private isTellingSeed(at: number): boolean {
    let telling = 0;
    for (let next = at; next < at + SHORT; next += 1) {
      telling += Number(this.telling[this.sequence[next] ?? NO_ID]);
    }
    return telling >= MIN_TELLING;
  }
}

/** Prepares the values of a request, each in time of its length. */
export function indexOf(values: readonly SensitiveValue[]): ValueIndex {
  const builder = new Builder();
  const texts = new Set<string>();
  for (const value of values) {
    const words = wordsOf(value.text);
    if (words.folded.length > 0 && !texts.has(`${value.label}:${value.text}`)) {
      texts.add(`${value.label}:${value.text}`);
      builder.add(value, words);
    }
  }
  const { ids, words, telling, short, seeds, sequence, owners, trie } = builder;
  const beginnings = builder.beginnings.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return {
    idOf: (word) => ids.get(word) ?? NO_ID,
    isTelling: (id) => telling[id] === true,
    shortValues: (count, key) => short[count - 1]?.get(key) ?? none,
    beginningAt: (those, at) => (those[at] === NO_ID ? nothing : trie.find(those, at)),
    seedOf: (those, at) => seeds.get(seedKey(those, at)),
    sequence,
    longValueAt: (position) => owners[position],
    wordAt: (position) => words[sequence[position] ?? NO_ID] ?? '',
    valueBeginningWith: (those) => firstBeginningWith(beginnings, those.join(' ')),
  };
}

/** By halving: each of them would have to be compared with each beginning otherwise. */
function firstBeginningWith(
  beginnings: readonly (readonly [string, KnownValue])[],
  wanted: string,
): KnownValue | undefined {
  let low = 0;
  let high = beginnings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((beginnings[middle]?.[0] ?? '') < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const [text, value] = beginnings[low] ?? [];
  return text?.startsWith(wanted) === true ? value : undefined;
}
