import { customerProjectRules, leadRules, untypedContextRules } from './context.rules.js';
import { choice, type FieldRule, text } from './field-rule.js';
import { catalogs } from './values.js';

/**
 * The one table of field rules: it feeds the DTOs' validators, the OpenAPI document, `GET /reference/constraints`
 * and the mapping of AWS's error fields.
 *
 * Source: the API reference of Partner Central Selling, version 2022-07-26, `CreateEngagement`. Where AWS's model of
 * today differs, `model` says how and since when; which of the two is in force is a setting. Where this project asks for
 * more than either of them, a comment says so.
 */

/** Source: the API model of that day (github.com/aws/api-models-aws). */
const textsOptional = { since: '2026-08-04', required: false, min: 0 } as const;

export const engagementRules = {
  catalog: choice({
    awsName: 'Catalog',
    name: 'Catalog',
    required: true,
    values: catalogs,
    description: 'Where the engagement is created: `Sandbox` (test data) or `AWS` (production).',
    example: 'Sandbox',
  }),
  externalRef: text({
    required: false,
    min: 1,
    max: 255,
    description:
      'Your own id for it, unique for each caller and catalog, and no personal data: it stays when the rest is erased. Partner Central never sees it.',
    example: 'crm-8841',
  }),
  title: text({
    awsName: 'Title',
    required: true,
    min: 1,
    max: 40,
    model: textsOptional,
    description: "The engagement's title.",
    example: 'Cloud migration for Acme',
  }),
  // AWS's reference takes an empty description, but none that is missing; this project asks for at least one character.
  description: text({
    awsName: 'Description',
    required: true,
    isMultiLine: true,
    min: 1,
    max: 255,
    model: textsOptional,
    description: 'What the engagement is about.',
    example: "Move Acme's order platform to AWS",
  }),
  contexts: {
    kind: 'list',
    awsName: 'Contexts',
    required: false,
    min: 0,
    max: 5,
    description: 'What AWS should know: customer projects and leads.',
    items: {
      kind: 'union',
      variants: { customerProject: customerProjectRules, lead: leadRules },
      untyped: untypedContextRules,
    },
  },
} as const satisfies Record<string, FieldRule>;
