const variant = /\bvariant-[a-z]\b/g;

/** How contents under one external reference are told apart: each has its name in several fields. */
export function variantName(index: number): string {
  return `variant-${String.fromCodePoint(0x61 + index)}`;
}

/** The variants that a text has something of, in their order: more than one is a mixture. */
export function variantsIn(text: string): readonly string[] {
  return [...new Set(text.match(variant))].toSorted();
}
