import { applyDecorators, Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OpenToAll } from '../auth/access.decorator.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { ApiProblems, responseHeaders } from '../http/api-docs.decorator.js';
import { usStates } from '../partner-central/rules/us-states.js';
import { countryCodes, industries, marketSegments } from '../partner-central/rules/values.js';
import { constraintsBy } from './constraints.js';
import { ConstraintsResponse, OptionsResponse } from './reference-data.response.js';

const displayNames = new Intl.DisplayNames('en', { type: 'region' });

/** A country's English name. AN, which is no more, goes by the name of its successor CW otherwise. */
function countryName(code: string): string {
  return code === 'AN' ? 'Netherlands Antilles' : (displayNames.of(code) ?? code);
}

const optionsOf = (values: readonly string[], label = (value: string) => value): OptionsResponse => ({
  data: values.map((value) => ({ value, label: label(value) })),
});

const OptionsDocs = (operationId: string, summary: string) =>
  applyDecorators(
    ApiOperation({ operationId, summary }),
    ApiOkResponse({ type: OptionsResponse, headers: responseHeaders.requestId }),
    ApiProblems(),
  );

/** What a form needs to build itself: the values of each list, and each field's rules. */
@ApiTags('Reference')
@Controller('reference')
export class ReferenceDataController {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Get('industries')
  @OpenToAll()
  @OptionsDocs('listIndustries', 'The industries of a customer')
  industries(): OptionsResponse {
    return optionsOf(industries);
  }

  @Get('countries')
  @OpenToAll()
  @OptionsDocs('listCountries', 'The countries, with their English names')
  countries(): OptionsResponse {
    return optionsOf(countryCodes, countryName);
  }

  @Get('market-segments')
  @OpenToAll()
  @OptionsDocs('listMarketSegments', "The sizes of a lead's customer")
  marketSegments(): OptionsResponse {
    return optionsOf(marketSegments);
  }

  @Get('us-states')
  @OpenToAll()
  @OptionsDocs('listUsStates', 'The states and territories of a US address')
  usStates(): OptionsResponse {
    return {
      data: usStates.map(({ value, abbreviation }) => ({
        value,
        label: abbreviation === undefined ? value : `${value} (${abbreviation})`,
      })),
    };
  }

  @Get('constraints')
  @OpenToAll()
  @ApiOperation({
    operationId: 'listConstraints',
    summary: "Each field's rules in force, for forms that build themselves",
  })
  @ApiOkResponse({ type: ConstraintsResponse, headers: responseHeaders.requestId })
  @ApiProblems()
  constraints(): ConstraintsResponse {
    const { rules } = this.settings.partnerCentral;
    return { rules, data: constraintsBy(rules) };
  }
}
