import { catalogs, contextTypeOfAws, contextTypes } from './choices.js';
import { formatted, list, oneOf, optional, required, structure, text, wholeNumber } from './field-rules.js';
import { inBothSets } from './rule-set.js';

/** The inputs of GetEngagement and ListEngagements, as AWS's API model of version 2022-07-26 has them. */

const identifier = formatted(
  (value) => /^(?:arn:.*|eng-[0-9a-z]{14})$/.test(value),
  'an engagement id (eng-…) or its Arn',
);
const accounts = list(
  1,
  10,
  formatted((value) => /^\w{1,12}$/.test(value), 'an AWS account id'),
);

export const getEngagementRules = structure({
  Catalog: required(oneOf(catalogs)),
  Identifier: required(identifier),
});

export const listEngagementsRules = inBothSets((either) => {
  const types = list(0, 5, oneOf(either(contextTypes, [...contextTypes, contextTypeOfAws]))); // 2026-06-16
  return structure({
    Catalog: required(oneOf(catalogs)),
    CreatedBy: optional(accounts),
    ExcludeCreatedBy: optional(accounts),
    ContextTypes: optional(types),
    ExcludeContextTypes: optional(types),
    EngagementIdentifier: optional(list(1, 10, identifier)),
    Sort: optional(
      structure({
        SortBy: required(oneOf(['CreatedDate'])),
        SortOrder: required(oneOf(['ASCENDING', 'DESCENDING'])),
      }),
    ),
    MaxResults: optional(wholeNumber(1, 100)),
    NextToken: optional(text(1, 2048)),
  });
});
