import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { idOfApiKey } from '../api-keys/api-key-text.js';
import { anonymous } from '../caller.js';
import { isCallerName, isKeyName } from '../caller-names.js';
import { type Scope, scopes } from '../scopes.js';
import { KeysUsageError } from './keys-error.js';

/** What is to be done with the keys. */
export type KeysCommand = { readonly json: boolean } & (
  | {
      readonly do: 'create';
      readonly name: string;
      readonly scopes: readonly Scope[];
      readonly lifetimeMs?: number;
    }
  | { readonly do: 'list' }
  | { readonly do: 'rotate'; readonly id: string; readonly overlapMs: number; readonly lifetimeMs?: number }
  | { readonly do: 'revoke'; readonly id: string }
  | { readonly do: 'adopt'; readonly name: string; readonly from: string }
);

export const keysUsage = `Usage:
  keys create --name <caller> --scopes <scope,scope> [--expires <90d>] [--json]
  keys list [--json]
  keys rotate <id> [--overlap <24h>] [--expires <90d>] [--json]
  keys revoke <id> [--json]
  keys adopt --name <caller> [--from ${anonymous.id}] [--json]

Scopes: ${scopes.join(', ')}
Durations: a number with s, m, h or d.`;

const DEFAULT_OVERLAP = '24h';

type Option = 'name' | 'scopes' | 'expires' | 'overlap' | 'from';

/** What each command takes: its options, and whether the id of a key. */
const commands: Readonly<
  Record<KeysCommand['do'], { readonly options: readonly Option[]; readonly takesId: boolean }>
> = {
  create: { options: ['name', 'scopes', 'expires'], takesId: false },
  list: { options: [], takesId: false },
  rotate: { options: ['overlap', 'expires'], takesId: true },
  revoke: { options: [], takesId: true },
  adopt: { options: ['name', 'from'], takesId: false },
};

/**
 * Reads a command.
 * @param args what stands after the program's name
 * @throws KeysUsageError that names what is bad
 */
export function readKeysCommand(args: readonly string[]): KeysCommand {
  const [first, ...rest] = args;
  if (!isCommand(first)) {
    throw new KeysUsageError(
      first === undefined ? 'What is to be done?' : `There is no command ${quoted(first)}.`,
    );
  }
  const { options: names, takesId } = commands[first];
  const { values, positionals } = parse(rest, names, takesId);
  const id = takesId ? keyIdOf(first, positionals) : '';
  const json = values['json'] === true;
  const given = (name: Option) => textOf(values[name]);
  switch (first) {
    case 'list':
      return { do: first, json };
    case 'revoke':
      return { do: first, json, id };
    case 'create':
      return {
        do: first,
        json,
        name: keyName(required('name', given('name'))),
        scopes: scopeList(required('scopes', given('scopes'))),
        lifetimeMs: lifetime(given('expires')),
      };
    case 'rotate':
      return {
        do: first,
        json,
        id,
        overlapMs: duration('overlap', given('overlap') ?? DEFAULT_OVERLAP),
        lifetimeMs: lifetime(given('expires')),
      };
    case 'adopt':
      return {
        do: first,
        json,
        name: callerName('name', required('name', given('name'))),
        from: given('from') ?? anonymous.id,
      };
  }
}

function isCommand(name: string | undefined): name is KeysCommand['do'] {
  return name !== undefined && Object.hasOwn(commands, name);
}

function parse(args: readonly string[], names: readonly Option[], allowPositionals: boolean) {
  const options: ParseArgsOptionsConfig = { json: { type: 'boolean' } };
  for (const name of names) {
    options[name] = { type: 'string' };
  }
  try {
    return parseArgs({ args: [...args], options, allowPositionals, strict: true });
  } catch (error) {
    const [message = ''] = Error.isError(error) ? error.message.split('. ', 1) : [];
    throw new KeysUsageError(`${message.replace(/\.$/, '')}.`);
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function required(name: Option, value: string | undefined): string {
  if (value === undefined) {
    throw new KeysUsageError(`--${name} is missing.`);
  }
  return value;
}

/** By its id, or the whole key: whoever finds one lying about has that. */
function keyIdOf(command: string, positionals: readonly string[]): string {
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0) {
    throw new KeysUsageError(`${command} takes the id of one key.`);
  }
  return idOfApiKey(text) ?? text;
}

function keyName(name: string): string {
  if (!isKeyName(name)) {
    throw new KeysUsageError(
      `--name: ${quoted(name)} can't be a caller's name: 1 to 64 of A-Z a-z 0-9 . _ @ : -, the first a letter or digit, ` +
        'and none of the names that the service has for itself.',
    );
  }
  return name;
}

function callerName(option: Option, name: string): string {
  if (!isCallerName(name)) {
    throw new KeysUsageError(`--${option}: ${quoted(name)} can't be a caller's name.`);
  }
  return name;
}

function scopeList(text: string): readonly Scope[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !scopes.some((scope) => scope === name));
  if (unknown.length > 0) {
    throw new KeysUsageError(
      `--scopes: there is no scope ${unknown.map(quoted).join(', ')}. There are ${scopes.join(', ')}.`,
    );
  }
  return scopes.filter((scope) => names.includes(scope));
}

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_DAYS = 3650;

function lifetime(text: string | undefined): number | undefined {
  const ms = text === undefined ? undefined : duration('expires', text);
  if (ms === 0) {
    throw new KeysUsageError(`--expires: ${quoted(text ?? '')} is no time at all.`);
  }
  return ms;
}

function duration(option: Option, text: string): number {
  const { count, unit } = /^(?<count>\d{1,9})(?<unit>[smhd])$/.exec(text)?.groups ?? {};
  const ms = Number(count) * (unitsMs[unit ?? ''] ?? NaN);
  if (Number.isNaN(ms) || ms > LONGEST_DAYS * 86_400_000) {
    throw new KeysUsageError(
      `--${option}: ${quoted(text)} must be a duration such as 90d, 24h, 30m or 45s, ${LONGEST_DAYS}d at most.`,
    );
  }
  return ms;
}

/** On one line, whatever it holds, and no longer than a line. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
