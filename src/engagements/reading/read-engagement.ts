import type { Finding } from '../../errors/finding.js';
import { FindingList } from '../../errors/finding-list.js';
import { pointerTo } from '../../errors/json-pointer.js';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import type {
  FieldRule,
  Fields,
  ItemRule,
  ListRule,
  ObjectRule,
} from '../../partner-central/rules/field-rule.js';
import { canonicalValue } from './canonical-value.js';
import { customerCountry } from './customer-country.js';
import { itemFields } from './item-fields.js';
import { isJsonObject, type JsonObject } from './json.js';
import { unknownField } from './unknown-fields.js';

/** What the server sets, and no caller may. */
const serverOwned: readonly string[] = [
  'id',
  'status',
  'version',
  'createdAt',
  'updatedAt',
  'createdBy',
  'readiness',
  'submission',
  'partnerCentral',
  'personalDataErasedAt',
];

/** A JSON document read by the field rules: known fields only, in canonical form. */
export interface ReadEngagement {
  value: JsonObject;
  /** What stands in the way of its shape: unknown fields, a list for an object. */
  findings: readonly Finding[];
}

/**
 * Reads a caller's JSON by the table of field rules.
 *
 * It settles the shape (objects, lists, known names) and the canonical form of each text. A null reads as left out, under
 * a known name, also one that only a context of another type has: serializers write all that their class has. What has
 * the wrong shape is reported and left out, so that the validators after it meet well-formed objects only.
 * @param found what it finds is added to these
 */
export function readEngagement(body: unknown, found = new FindingList()): ReadEngagement {
  if (!isJsonObject(body)) {
    found.add(() => ({ pointer: '', code: 'INVALID_VALUE', message: 'The body must be a JSON object.' }));
    return { value: {}, findings: found.toArray() };
  }
  // Not all keys of the body: it may have very many.
  const owned = serverOwned.filter((key) => Object.hasOwn(body, key));
  found.addAll(
    owned
      .filter((key) => body[key] !== null)
      .map((key) => ({
        pointer: pointerTo('', key),
        code: 'ACTION_NOT_PERMITTED' as const,
        message: `\`${key}\` is set by the server; leave it out.`,
      })),
  );
  const rest = owned.length === 0 ? body : { ...body };
  for (const key of owned) {
    Reflect.deleteProperty(rest, key);
  }
  const value = new Reader(found).fields(engagementRules, rest, '');
  return { value, findings: found.toArray() };
}

class Reader {
  constructor(
    private readonly found: FindingList,
    /** The country of the customer whose context is being read. */
    private readonly country?: string,
  ) {}

  /** @param known the fields under whose names a null says nothing */
  fields(rules: Fields, object: JsonObject, pointer: string, known = rules): JsonObject {
    const result: JsonObject = {};
    for (const key of Object.keys(object)) {
      const value = object[key];
      if (value === null && Object.hasOwn(known, key)) {
        // As serializers write what is not there.
        continue;
      }
      const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
      if (rule === undefined) {
        this.refuseUnknown(pointer, key, rules);
        continue;
      }
      if (rule.kind === 'object' || rule.kind === 'list') {
        result[key] = this.nested(rule, value, pointerTo(pointer, key), known[key]);
      } else if (typeof value === 'string') {
        result[key] = canonicalValue(rule, value, this.country);
      } else {
        // Left out like any wrong shape, so that nothing after it meets whatever a caller has nested there.
        result[key] = undefined;
        this.refuse(pointerTo(pointer, key), 'Must be text (a JSON string).');
      }
    }
    return result;
  }

  private nested(rule: ObjectRule | ListRule, value: unknown, pointer: string, known?: FieldRule): unknown {
    if (rule.kind === 'list') {
      if (Array.isArray(value)) {
        return this.list(rule, value, pointer);
      }
      this.refuse(pointer, 'Must be a list (a JSON array).');
      return undefined;
    }
    if (isJsonObject(value)) {
      return this.fields(rule.fields, value, pointer, known?.kind === 'object' ? known.fields : undefined);
    }
    this.refuse(pointer, 'Must be a JSON object.');
    return undefined;
  }

  private list(rule: ListRule, values: readonly unknown[], pointer: string): JsonObject[] {
    // One more than allowed is enough to be refused; 80,000 would only cost time.
    return values.slice(0, rule.max + 1).map((item, index) => {
      const at = pointerTo(pointer, index);
      if (isJsonObject(item)) {
        return this.item(rule.items, item, at);
      }
      this.refuse(at, 'Must be a JSON object.');
      // Holds the place, so that the items after it keep their index.
      return {};
    });
  }

  private item(rule: ItemRule, item: JsonObject, pointer: string): JsonObject {
    if (rule.kind === 'item') {
      return this.fields(rule.fields, item, pointer);
    }
    const type = typeof item['type'] === 'string' ? canonicalValue(rule.untyped.type, item['type']) : '';
    const fields = itemFields(rule, type);
    return new Reader(this.found, customerCountry(item)).fields(fields, item, pointer, rule.untyped);
  }

  /** Apart from the loop: what a function in there takes with it is kept for each field, whether it is called or not. */
  private refuseUnknown(pointer: string, key: string, rules: Fields): void {
    this.found.add(() => unknownField(pointer, key, namesOf(rules)));
  }

  private refuse(pointer: string, message: string): void {
    this.found.add(() => ({ pointer, code: 'INVALID_VALUE', message }));
  }
}

const namesByFields = new WeakMap<Fields, readonly string[]>();

/** The names of fields, always in the same list: what is near to one of them is looked for in what was made of it once. */
function namesOf(rules: Fields): readonly string[] {
  let names = namesByFields.get(rules);
  if (names === undefined) {
    names = Object.keys(rules);
    namesByFields.set(rules, names);
  }
  return names;
}
