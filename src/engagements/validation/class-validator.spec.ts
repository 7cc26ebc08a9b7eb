import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { describe, expect, it } from '@jest/globals';
import { bodiesWithFaults, bodiesWithOneFault } from '../../../test/support/engagement-faults.factory.js';
import type { Finding } from '../../errors/finding.js';
import { findingsOf } from '../../validation/class-validator-findings.js';
import {
  AddressDto,
  ContactDto,
  CustomerProjectContextDto,
  InteractionDto,
  LeadContextDto,
  LeadCustomerDto,
  ProjectCustomerDto,
  ProjectDto,
  UntypedContextDto,
  UntypedCustomerDto,
} from '../dto/context.dto.js';
import { EngagementDraftDto } from '../dto/engagement-draft.dto.js';
import { readEngagement } from '../reading/read-engagement.js';
import { checkedFindings } from '../readiness.js';
import { type RuleSet, ruleSets } from '../../config/settings.js';
import { scopes } from './field-checks.js';
import { tellMissingCountry } from './missing-country.js';

/**
 * The compiled checks against class-validator itself, whose decorators they are compiled from: over ten thousand bodies,
 * both must find the same, in the same words and order, by either set of rules.
 */
interface Compared {
  /** The first few bodies of which they find different things. */
  readonly different: object[];
  readonly same: number;
  /** Bodies that class-transformer makes no instance of: those with a list of contexts that holds null or nothing. */
  readonly impossible: number;
  /** The checks that have failed, as `ContactDto.email isPresent`. */
  readonly failed: ReadonlySet<string>;
}

function compare(bodies: Iterable<object>): Compared {
  const different: object[] = [];
  const failed = new Set<string>();
  let same = 0;
  let impossible = 0;
  for (const body of bodies) {
    const instance = instanceOf(body);
    if (instance === undefined) {
      impossible += 1;
      continue;
    }
    for (const rules of ruleSets) {
      const { draft, submit } = checkedFindings(body, rules);
      const expected = byClassValidator(body, instance, rules, failed);
      if (JSON.stringify({ draft, submit }) === JSON.stringify(expected)) {
        same += 1 / ruleSets.length;
      } else if (different.length < 3) {
        different.push({ body, rules, draft, submit, expected });
      }
    }
  }
  return { different, same, impossible, failed };
}

function instanceOf(body: object): EngagementDraftDto | undefined {
  try {
    return plainToInstance(EngagementDraftDto, body);
  } catch {
    return undefined;
  }
}

function byClassValidator(body: object, instance: EngagementDraftDto, rules: RuleSet, failed: Set<string>) {
  const { draft: draftGroup, submit: submitGroup } = scopes[rules];
  const draft = validateSync(instance, { groups: [draftGroup] });
  const submit = validateSync(instance, { groups: [scopes.both.submit, draftGroup, submitGroup] });
  note(submit, failed);
  const told = (errors: readonly ValidationError[]) =>
    findingsOf(errors).map((finding) => tellMissingCountry(finding, body));
  return { draft: told(draft), submit: told(submit) } satisfies Record<string, Finding[]>;
}

function note(errors: readonly ValidationError[], failed: Set<string>): void {
  for (const { target, property, constraints = {}, children = [] } of errors) {
    for (const name of Object.keys(constraints)) {
      failed.add(`${target?.constructor.name ?? ''}.${property} ${name}`);
    }
    note(children, failed);
  }
}

/** A context's type says of which class it is, so there it can't be wrong. */
const neverWrong = /^(CustomerProject|Lead)ContextDto\.type /;

const checksOf = (types: readonly ClassConstructor<object>[]) =>
  types.flatMap((type) =>
    getMetadataStorage()
      .getTargetValidationMetadatas(type, '', false, false)
      .map((check) => `${type.name}.${check.propertyName} ${check.name ?? check.type}`)
      .filter((check) => !neverWrong.test(check)),
  );

describe('the compiled checks find what class-validator finds', () => {
  it.each([
    {
      context: 'customerProject' as const,
      types: [EngagementDraftDto, CustomerProjectContextDto, ProjectCustomerDto, ProjectDto],
    },
    {
      context: 'lead' as const,
      types: [LeadContextDto, LeadCustomerDto, AddressDto, InteractionDto, ContactDto],
    },
    { context: 'untyped' as const, types: [UntypedContextDto, UntypedCustomerDto] },
  ])('wherever one thing is wrong, in each field of a context: $context', ({ context, types }) => {
    const { different, same, impossible, failed } = compare(bodiesWithOneFault(context));

    expect(different).toEqual([]);
    expect(same).toBeGreaterThan(1_000);
    expect(impossible).toBeLessThan(5);
    expect(checksOf(types).filter((check) => !failed.has(check))).toEqual([]);
  });

  it('where many things are wrong at once', () => {
    const { different, same } = compare(bodiesWithFaults(1_700, 1));

    expect(different).toEqual([]);
    expect(same).toBeGreaterThan(1_600);
  });

  it('in what the reader makes of such bodies', () => {
    const read = bodiesWithFaults(1_700, 2).map((body) => readEngagement(body).value);
    const { different, same } = compare(read);

    expect(different).toEqual([]);
    expect(same).toBe(1_700);
  });
});
