import { Transform } from 'class-transformer';
import type { CatalogName } from '../../config/settings.js';
import { asTrimmed, CatalogParameter } from '../../engagements/dto/query-parameters.js';
import { hasAtMost } from '../../engagements/validation/field-checks.js';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import { checkedBy, StorableText } from '../../validation/checked-by.js';
import { SaveEngagementQuery } from '../dto/save-engagement.query.js';

const { max } = engagementRules.externalRef;

/** The address of a caller's engagement by their own id. */
export class ByRefParams {
  @Transform(asTrimmed)
  @checkedBy('isReference', {
    code: 'VALUE_OUT_OF_RANGE',
    passes: (value) => typeof value === 'string' && value !== '' && hasAtMost(max, value),
    message: `Must have 1 to ${max} characters.`,
  })
  @StorableText()
  externalRef!: string;
}

const WHICH_CATALOG = 'The default one unless said.';

export class GetByRefQuery {
  @CatalogParameter(WHICH_CATALOG) catalog?: CatalogName;
}

export class PutByRefQuery extends SaveEngagementQuery {
  @CatalogParameter(WHICH_CATALOG) catalog?: CatalogName;
}
