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

/** What CLDR and `i18n-iso-countries` lack: formal names of ISO and the World Bank, former ones, and short ones that CRMs write. */
const furtherNames: Readonly<Record<string, readonly string[]>> = {
  AN: ['Netherlands Antilles'],
  BO: ['Plurinational State of Bolivia'],
  BQ: ['Bonaire, Saint Eustatius and Saba'],
  CC: ['Keeling Islands'],
  CD: ['Congo DRC', 'Congo, Dem. Rep.', 'D.R. Congo', 'DRC'],
  CF: ['Central African Rep.'],
  CG: ['Congo, Rep.'],
  CN: ['Mainland China', 'P.R. China', 'PRC'],
  CV: ['Cabo Verde'],
  CZ: ['Czech Rep.'],
  DE: ['Federal Republic of Germany'],
  DO: ['Dominican Rep.'],
  EG: ['Egypt, Arab Rep.'],
  FK: ['Falklands', 'Malvinas'],
  FM: ['Micronesia, Fed. Sts.'],
  FO: ['Faeroe Islands'],
  GB: ['Britain', 'United Kingdom of Great Britain and Northern Ireland'],
  GS: ['South Georgia'],
  HK: ['Hong Kong China', 'Hong Kong SAR', 'Hong Kong Special Administrative Region of China'],
  IE: ['Eire', 'Republic of Ireland'],
  IR: ['Iran, Islamic Rep.'],
  KG: ['Kyrgyz Republic'],
  KP: ["Democratic People's Republic of Korea", 'DPRK', 'Korea North'],
  KR: ['Korea South', 'Korea, Rep.'],
  LA: ['Lao', 'Lao PDR'],
  LY: ['Libyan Arab Jamahiriya'],
  MK: ['FYR Macedonia', 'FYROM', 'Macedonia', 'The former Yugoslav Republic of Macedonia'],
  MM: ['Burma'],
  MO: ['Macao China', 'Macao SAR', 'Macau', 'Macau SAR', 'Macau SAR China'],
  NL: ['Holland'],
  NZ: ['N.Z.'],
  PS: ['Occupied Palestinian Territory', 'Palestinian Territory'],
  SH: ['Saint Helena, Ascension and Tristan da Cunha'],
  SK: ['Slovak Republic'],
  SX: ['Saint Maarten'],
  SZ: ['Swaziland'],
  TF: ['French Southern and Antarctic Lands'],
  TL: ['East Timor'],
  TR: ['Turkiye'],
  TW: ['Chinese Taipei', 'Taiwan, China', 'Taiwan (Republic of China)', 'Taiwan ROC'],
  UM: ['US Minor Outlying Islands'],
  VA: ['Holy See', 'Vatican', 'Vatican City State'],
  VE: ['Bolivarian Republic of Venezuela'],
  VI: ['United States Virgin Islands'],
  WS: ['Western Samoa'],
  YE: ['Yemen, Rep.'],
};

/**
 * Parts of a country, names that more than one bears, and such as are nearly one's and are none: what is probably meant, to
 * be suggested and never taken. Undefined where nothing is.
 */
export const vagueCountryNames: Readonly<Record<string, string | undefined>> = {
  Africa: undefined,
  America: 'US',
  American: 'US',
  British: 'GB',
  // ISO's short name of it; the other one is the Democratic Republic.
  Congo: 'CG',
  Dutch: 'NL',
  England: 'GB',
  Guiana: undefined,
  Korea: 'KR',
  'Northern Ireland': 'GB',
  // Taiwan's own name, in which others read China's.
  'Republic of China': undefined,
  Scotland: 'GB',
  'Virgin Islands': undefined,
  Wales: 'GB',
  Yugoslavia: undefined,
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
