/**
 * The two sets of rules that Partner Central may enforce: those of AWS's published reference, and those of its API
 * model of 2026-10-01. The model moved on from the reference on 2026-06-16 (a third type of context) and 2026-08-04 (leads
 * relaxed, title and description optional: the SDK of September has both). Which of them the service enforces, AWS does
 * not say.
 */
export const ruleSets = ['reference', 'model'] as const;

export type RuleSet = (typeof ruleSets)[number];

/** Chooses between what the reference says and what the model says. */
export type Either = <T>(reference: T, model: T) => T;

/** Builds the same thing for both sets, so that a rule and its deviation stand side by side. */
export function inBothSets<T>(build: (either: Either) => T): Readonly<Record<RuleSet, T>> {
  return { reference: build((reference) => reference), model: build((_reference, model) => model) };
}
