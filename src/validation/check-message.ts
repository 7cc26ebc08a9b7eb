import type { ValidationArguments } from 'class-validator';

/** The words of a failed check, with class-validator's tokens filled in: `$property`, `$value`, `$constraint1`, … */
export function checkMessage(
  message: string | ((args: ValidationArguments) => string),
  args: ValidationArguments,
): string {
  const text = typeof message === 'string' ? message : message(args);
  return text.includes('$') ? fillIn(text, args) : text;
}

function fillIn(text: string, { constraints, value, property, targetName }: ValidationArguments): string {
  const known: readonly unknown[] = Array.isArray(constraints) ? constraints : [];
  const tokens: [string, unknown][] = [
    ...known.map((one, index): [string, unknown] => [
      `$constraint${index + 1}`,
      Array.isArray(one) ? one.join(', ') : one,
    ]),
    ...(isShown(value) ? [['$value', value] satisfies [string, unknown]] : []),
    ['$property', property],
    ['$target', targetName],
  ];
  return tokens.reduce((filled, [token, word]) => filled.replaceAll(token, String(word)), text);
}

const isShown = (value: unknown) => ['string', 'boolean', 'number'].includes(typeof value);
