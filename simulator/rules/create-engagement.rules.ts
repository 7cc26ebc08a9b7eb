import { isJsonObject, type JsonObject } from '../wire/json.js';
import { catalogs, contextTypeOfAws, contextTypes, marketSegments } from './choices.js';
import { countryCodes } from './country-codes.js';
import {
  type Fields,
  formatted,
  list,
  memberPath,
  oneOf,
  optional,
  required,
  structure,
  text,
} from './field-rules.js';
import { industries } from './industries.js';
import { type Either, inBothSets } from './rule-set.js';
import { isClientToken, isDate, isEmail, isPhone, isTimestamp, isWebsiteUrl } from './text-formats.js';
import { usStates } from './us-states.js';
import { type Violations } from './violation.js';

/**
 * CreateEngagement's input, field by field, as AWS's reference and its API model of version 2022-07-26 have it. Where
 * today's model deviates, `either` holds the reference's rule and the model's, and a comment when AWS changed it.
 */

const website = formatted(isWebsiteUrl, 'a web address of 4 to 255 characters');
const businessProblem = text(20, 2000);
const shortText = text(1, 255);
const anyShortText = text(0, 255);
const statesAllowed = new Set<unknown>(usStates);

/** The same in both. */
const customerProject = structure({
  Customer: optional(
    structure({
      Industry: required(oneOf(industries)),
      CompanyName: required(text(1, 120)),
      WebsiteUrl: required(website),
      CountryCode: required(oneOf(countryCodes)),
    }),
  ),
  Project: optional(
    structure({
      Title: required(text(1, 255)),
      BusinessProblem: required(businessProblem),
      TargetCompletionDate: required(formatted(isDate, 'a date as YYYY-MM-DD')),
    }),
  ),
});

const address = (either: Either) =>
  structure(
    {
      City: optional(anyShortText),
      PostalCode: optional(text(0, 20)),
      StateOrRegion: optional(anyShortText),
      CountryCode: optional(either(oneOf(countryCodes), text(0, 10))), // 2026-08-04
    },
    either(checkUsState, undefined), // 2026-08-04
  );

const leadCustomer = (either: Either) =>
  structure({
    Industry: optional(either(oneOf(industries), anyShortText)), // 2026-08-04
    CompanyName: required(text(1, 120)),
    WebsiteUrl: optional(either(website, anyShortText)), // 2026-08-04
    Address: either(required, optional)(address(either)), // 2026-08-04
    AwsMaturity: optional(either(text(1, 20), anyShortText)), // 2026-08-04
    MarketSegment: optional(either(oneOf(marketSegments), anyShortText)), // 2026-08-04
  });

const contact = (either: Either) => {
  // No change of AWS's: its model has always let them be empty, and asked for the members.
  const name = either(text(1, 80), text(0, 80));
  const email = formatted(isEmail, 'a lower-case e-mail address of at most 80 characters');
  const phone = formatted(isPhone, 'an E.164 phone number');
  return structure({
    BusinessTitle: required(either(text(1, 80), shortText)), // 2026-08-04
    Email: required(either(email, shortText)), // 2026-08-04
    FirstName: required(name),
    LastName: required(name),
    Phone: optional(either(phone, anyShortText)), // 2026-08-04
  });
};

const interaction = (either: Either) => {
  const source = either(required(shortText), optional(anyShortText)); // 2026-08-04
  return structure({
    SourceType: source,
    SourceId: source,
    SourceName: source,
    Usecase: optional(either(shortText, anyShortText)), // 2026-08-04
    InteractionDate: optional(formatted(isTimestamp, 'an ISO 8601 timestamp')),
    CustomerAction: source,
    BusinessProblem: optional(either(businessProblem, text(0, 2000))), // 2026-08-04
    Contact: required(contact(either)),
  });
};

const lead = (either: Either) =>
  structure({
    QualificationStatus: optional(shortText),
    Customer: required(leadCustomer(either)),
    Interactions: required(list(1, 10, interaction(either))),
    ...either<Fields>({}, { Insights: optional(madeByAws) }),
  });

const payload = (either: Either) =>
  structure(
    {
      CustomerProject: optional(customerProject),
      Lead: optional(lead(either)),
      ...either<Fields>({}, { [contextTypeOfAws]: optional(madeByAws) }), // 2026-06-16
    },
    checkUnion,
  );

/** One of the contexts. */
export const contextRules = inBothSets((either) =>
  structure(
    {
      Id: optional(text(1, 3)),
      Type: required(oneOf(contextTypes)),
      Payload: optional(payload(either)),
    },
    checkPayloadIsOfType,
  ),
);

export const createEngagementRules = inBothSets((either) =>
  structure({
    Catalog: required(oneOf(catalogs)),
    ClientToken: required(formatted(isClientToken, '1 to 64 visible ASCII characters')),
    Title: either(required(text(1, 40)), optional(text(0, 40))), // 2026-08-04
    Description: either(required, optional)(anyShortText), // 2026-08-04
    Contexts: optional(list(0, 5, either(contextRules.reference, contextRules.model))),
  }),
);

/** The model has a member for it, and AWS alone fills it. That it refuses a caller's one is an assumption. */
function madeByAws(_value: unknown, path: string, found: Violations): void {
  found.field(path, 'ACTION_NOT_PERMITTED', `${path} is made by AWS and can't be sent.`);
}

/** AWS's reference lists the values of StateOrRegion that an address in the United States may have. */
function checkUsState(members: JsonObject, path: string, found: Violations): void {
  const { CountryCode: country, StateOrRegion: state } = members;
  if (country === 'US' && typeof state === 'string' && !statesAllowed.has(state)) {
    const place = memberPath(path, 'StateOrRegion');
    found.business(place, 'INVALID_VALUE', `${place} must be a state or territory of the United States.`);
  }
}

function checkUnion(members: JsonObject, path: string, found: Violations): void {
  const given = membersGiven(members).length;
  if (given === 0) {
    found.field(path, 'REQUIRED_FIELD_MISSING', `${path} must hold exactly one member.`);
  } else if (given > 1) {
    found.field(path, 'TOO_MANY_VALUES', `${path} must hold exactly one member.`);
  }
}

function checkPayloadIsOfType(members: JsonObject, path: string, found: Violations): void {
  const { Type: type, Payload: payload } = members;
  if (typeof type !== 'string' || !contextTypes.includes(type) || !isJsonObject(payload)) {
    return;
  }
  const given = membersGiven(payload);
  if (given.length === 1 && given[0] !== type) {
    const place = memberPath(path, 'Payload');
    found.business(place, 'INVALID_VALUE', `${place} must hold the member that type names.`);
  }
}

function membersGiven(members: JsonObject): string[] {
  return Object.keys(members).filter((member) => members[member] !== null);
}
