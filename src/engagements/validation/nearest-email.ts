import { isEmail } from '../../partner-central/rules/formats.js';

/** Longer than an address with a name before it, as mail programs write them. */
const LONGEST = 320;

/** `Ada Byron <ada@example.com>` (RFC 5322). */
const named = /^[^<>]*<\s*([^<>\s]+)\s*>[.,;]?$/;
/** What quotes and sentences leave about an address. */
const wrapped = /^["'([]?([^\s"()<>[\]]+?)["')\]]?[.,;]?$/;

/** The only address in a text that is more than that. */
export function nearestEmail(text: string): string | undefined {
  if (text.length > LONGEST) {
    return undefined;
  }
  const [, address = ''] = named.exec(text) ?? wrapped.exec(text) ?? [];
  return isEmail(address) ? address : undefined;
}
