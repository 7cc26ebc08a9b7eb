import { isJsonObject, type JsonObject } from '../wire/json.js';
import { catalogs, contextTypes, marketSegments } from './choices.js';
import { countryCodes } from './country-codes.js';
import { formatted, list, memberPath, oneOf, optional, required, structure, text } from './field-rules.js';
import { industries } from './industries.js';
import { isClientToken, isDate, isEmail, isPhone, isTimestamp, isWebsiteUrl } from './text-formats.js';
import { usStates } from './us-states.js';
import { type Violations } from './violation.js';

/** CreateEngagement's input, field by field, as AWS's API model of version 2022-07-26 and its reference have it. */

const website = formatted(isWebsiteUrl, 'a web address of 4 to 255 characters');
const businessProblem = text(20, 2000);
const source = text(1, 255);
const name = text(1, 80);
const statesAllowed = new Set<unknown>(usStates);

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

const address = structure(
  {
    City: optional(text(0, 255)),
    PostalCode: optional(text(0, 20)),
    StateOrRegion: optional(text(0, 255)),
    CountryCode: optional(oneOf(countryCodes)),
  },
  checkUsState,
);

const contact = structure({
  BusinessTitle: required(name),
  Email: required(formatted(isEmail, 'a lower-case e-mail address of at most 80 characters')),
  FirstName: required(name),
  LastName: required(name),
  Phone: optional(formatted(isPhone, 'an E.164 phone number')),
});

const interaction = structure({
  SourceType: required(source),
  SourceId: required(source),
  SourceName: required(source),
  Usecase: optional(source),
  InteractionDate: optional(formatted(isTimestamp, 'an ISO 8601 timestamp')),
  CustomerAction: required(source),
  BusinessProblem: optional(businessProblem),
  Contact: required(contact),
});

const lead = structure({
  QualificationStatus: optional(source),
  Customer: required(
    structure({
      Industry: optional(oneOf(industries)),
      CompanyName: required(text(1, 120)),
      WebsiteUrl: optional(website),
      Address: required(address),
      AwsMaturity: optional(text(1, 20)),
      MarketSegment: optional(oneOf(marketSegments)),
    }),
  ),
  Interactions: required(list(1, 10, interaction)),
});

/** One of the contexts. */
export const contextRules = structure(
  {
    Id: optional(text(1, 3)),
    Type: required(oneOf(contextTypes)),
    Payload: optional(
      structure({ CustomerProject: optional(customerProject), Lead: optional(lead) }, checkUnion),
    ),
  },
  checkPayloadIsOfType,
);

export const createEngagementRules = structure({
  Catalog: required(oneOf(catalogs)),
  ClientToken: required(formatted(isClientToken, '1 to 64 visible ASCII characters')),
  Title: required(text(1, 40)),
  Description: required(text(0, 255)),
  Contexts: optional(list(0, 5, contextRules)),
});

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
