import { OPERATOR, serviceActors } from '../audit/engagement-history.js';
import { anonymous } from './caller.js';

/** What history calls those who are no caller, or not to be named: the service itself, and everyone where nobody signs in. */
const reserved: ReadonlySet<string> = new Set([...serviceActors, OPERATOR, anonymous.id]);

/** Letters, marks, digits, punctuation and symbols of any script: nothing that can't be seen. */
const visible = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]{1,255}$/u;

/** Whether a token may name a caller so. */
export function isCallerName(name: unknown): name is string {
  return typeof name === 'string' && !reserved.has(name) && visible.test(name);
}

/** Whether an API key may be given this name: easy to type and to find in a log. */
export function isKeyName(name: string): boolean {
  return !reserved.has(name) && /^[A-Za-z0-9][A-Za-z0-9._@:-]{0,63}$/.test(name);
}
