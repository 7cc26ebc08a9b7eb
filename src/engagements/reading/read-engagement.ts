import type { Finding } from '../../errors/finding.js';
import { pointerTo } from '../../errors/json-pointer.js';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import type { FieldRule, Fields, ItemRule, ListRule } from '../../partner-central/rules/field-rule.js';
import { countryCodes } from '../../partner-central/rules/values.js';
import { canonicalValue, readChoice } from './canonical-value.js';
import { isJsonObject, type JsonObject } from './json.js';

/** What the server sets, and no caller may. */
const serverOwned: ReadonlySet<string> = new Set([
  'id',
  'status',
  'version',
  'createdAt',
  'updatedAt',
  'createdBy',
  'readiness',
  'submission',
  'partnerCentral',
]);

/** A JSON document read by the field rules: known fields only, in canonical form. */
export interface ReadEngagement {
  value: JsonObject;
  /** What stands in the way of its shape: unknown fields, nulls, a list for an object. */
  findings: Finding[];
}

/**
 * Reads a caller's JSON by the table of field rules.
 *
 * It settles the shape (objects, lists, known names) and the canonical form of each text. What has the wrong shape
 * is reported and left out, so that the validators after it meet well-formed objects only.
 */
export function readEngagement(body: unknown): ReadEngagement {
  const findings: Finding[] = [];
  if (!isJsonObject(body)) {
    findings.push({ pointer: '', code: 'INVALID_VALUE', message: 'The body must be a JSON object.' });
    return { value: {}, findings };
  }
  const owned = Object.keys(body).filter((key) => serverOwned.has(key));
  findings.push(
    ...owned.map((key) => ({
      pointer: pointerTo('', key),
      code: 'ACTION_NOT_PERMITTED' as const,
      message: `\`${key}\` is set by the server; leave it out.`,
    })),
  );
  const rest = Object.fromEntries(Object.entries(body).filter(([key]) => !serverOwned.has(key)));
  return { value: new Reader(findings).fields(engagementRules, rest, ''), findings };
}

class Reader {
  constructor(
    private readonly findings: Finding[],
    /** The country of the customer whose context is being read. */
    private readonly country?: string,
  ) {}

  fields(rules: Fields, object: JsonObject, pointer: string): JsonObject {
    const result: JsonObject = {};
    for (const [key, value] of Object.entries(object)) {
      const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
      const at = pointerTo(pointer, key);
      if (rule === undefined) {
        this.refuse(at, `There is no such field here. Known: ${Object.keys(rules).join(', ')}.`);
      } else if (value === null) {
        this.refuse(at, 'null has no meaning here; leave the field out.');
      } else {
        result[key] = this.field(rule, value, at);
      }
    }
    return result;
  }

  private field(rule: FieldRule, value: unknown, pointer: string): unknown {
    switch (rule.kind) {
      case 'object':
        if (isJsonObject(value)) {
          return this.fields(rule.fields, value, pointer);
        }
        this.refuse(pointer, 'Must be a JSON object.');
        return undefined;
      case 'list':
        if (Array.isArray(value)) {
          return this.list(rule, value, pointer);
        }
        this.refuse(pointer, 'Must be a list (a JSON array).');
        return undefined;
      default:
        if (typeof value === 'string') {
          return canonicalValue(rule, value, this.country);
        }
        // Left out like any wrong shape: class-transformer trips over a `constructor` in it and over deep nesting.
        this.refuse(pointer, 'Must be text (a JSON string).');
        return undefined;
    }
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
    switch (rule.kind) {
      case 'item':
        return this.fields(rule.fields, item, pointer);
      case 'union': {
        const type = typeof item['type'] === 'string' ? canonicalValue(rule.untyped.type, item['type']) : '';
        const rules = Object.hasOwn(rule.variants, type) ? rule.variants[type] : undefined;
        return new Reader(this.findings, customerCountry(item)).fields(rules ?? rule.untyped, item, pointer);
      }
    }
  }

  private refuse(pointer: string, message: string): void {
    this.findings.push({ pointer, code: 'INVALID_VALUE', message });
  }
}

function customerCountry(context: JsonObject): string | undefined {
  const customer = isJsonObject(context['customer']) ? context['customer'] : {};
  const address = isJsonObject(customer['address']) ? customer['address'] : customer;
  const country = address['countryCode'];
  return typeof country === 'string' ? readChoice(countryCodes, country) : undefined;
}
