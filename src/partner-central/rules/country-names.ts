import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import { countryCodes } from './values.js';

/** A country of ISO 3166-1, or one that Partner Central lists, with what it is called in English. */
export interface Country {
  readonly code: string;
  readonly alpha3: string | undefined;
  readonly names: readonly string[];
  /** Whether Partner Central has it. The others are known so that none is taken for one that has nearly its name. */
  readonly isListed: boolean;
}

/** What CLDR and `i18n-iso-countries` lack: ISO's formal names, former ones, and short ones that CRMs write. */
const furtherNames: Readonly<Record<string, readonly string[]>> = {
  AN: ['Netherlands Antilles'],
  BO: ['Plurinational State of Bolivia'],
  BQ: ['Bonaire, Saint Eustatius and Saba'],
  CC: ['Keeling Islands'],
  CD: ['Congo DRC', 'D.R. Congo', 'DRC'],
  CN: ['Mainland China', 'P.R. China', 'PRC'],
  CV: ['Cabo Verde'],
  DE: ['Federal Republic of Germany'],
  FK: ['Falklands', 'Malvinas'],
  GB: ['Britain', 'United Kingdom of Great Britain and Northern Ireland'],
  GS: ['South Georgia'],
  HK: ['Hong Kong China', 'Hong Kong SAR', 'Hong Kong Special Administrative Region of China'],
  IE: ['Eire', 'Republic of Ireland'],
  KG: ['Kyrgyz Republic'],
  KP: ["Democratic People's Republic of Korea", 'DPRK', 'Korea North', 'N. Korea'],
  KR: ['Korea South', 'S. Korea'],
  LA: ['Lao', 'Lao PDR'],
  LY: ['Libyan Arab Jamahiriya'],
  MK: ['FYR Macedonia', 'FYROM', 'Macedonia', 'The former Yugoslav Republic of Macedonia'],
  MM: ['Burma'],
  MO: ['Macao China', 'Macao SAR', 'Macau', 'Macau SAR', 'Macau SAR China'],
  NL: ['Holland'],
  PS: ['Occupied Palestinian Territory', 'Palestinian Territory'],
  SH: ['Saint Helena, Ascension and Tristan da Cunha'],
  SK: ['Slovak Republic'],
  SZ: ['Swaziland'],
  TF: ['French Southern and Antarctic Lands'],
  TL: ['East Timor'],
  TR: ['Turkiye'],
  VA: ['Holy See', 'Vatican', 'Vatican City State'],
  VE: ['Bolivarian Republic of Venezuela'],
  VI: ['United States Virgin Islands'],
  WS: ['Western Samoa'],
};

/**
 * Parts of a country, and names that more than one bears: what is probably meant, to be suggested and never taken.
 * Undefined where nothing is.
 */
export const vagueCountryNames: Readonly<Record<string, string | undefined>> = {
  America: 'US',
  American: 'US',
  British: 'GB',
  // ISO's short name of it; the other one is the Democratic Republic.
  Congo: 'CG',
  Dutch: 'NL',
  England: 'GB',
  Korea: 'KR',
  'Northern Ireland': 'GB',
  // Taiwan's own name, in which others read China's.
  'Republic of China': undefined,
  Scotland: 'GB',
  'Virgin Islands': undefined,
  Wales: 'GB',
};

const displayNames = (['long', 'short'] as const).map(
  (style) => new Intl.DisplayNames('en', { type: 'region', style }),
);

/** AN, which is no more, goes by the name of its successor CW there. */
const displayNamesOf = (code: string) =>
  code === 'AN' ? [] : displayNames.flatMap((names) => names.of(code) ?? []);

const alpha3Codes = new Map(codes.map(([alpha2 = '', alpha3 = '']) => [alpha2, alpha3]));
const englishNames = new Map<string, string | string[]>(Object.entries(english.countries));

/** AN had its three letters until 2010; ISO has given them to nobody since. */
alpha3Codes.set('AN', 'ANT');

export const countries: readonly Country[] = [...new Set([...countryCodes, ...alpha3Codes.keys()])].map(
  (code) => ({
    code,
    alpha3: alpha3Codes.get(code),
    names: [
      ...new Set([
        ...[englishNames.get(code) ?? []].flat(),
        ...displayNamesOf(code),
        ...(furtherNames[code] ?? []),
      ]),
    ],
    isListed: countryCodes.includes(code),
  }),
);
