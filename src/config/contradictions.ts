import type { AuthMethod, CatalogName, Program } from './settings.js';
import { isLoopbackHost } from './validators.js';

/**
 * The shortest `RECONCILIATION_DELAY_MS` against AWS itself. A refusal is believed when a look-up that much later (and
 * one call's limit) finds nothing, and AWS shows what it has created a moment later only.
 */
const MIN_RECONCILIATION_DELAY_MS = 10_000;

/** The variables that can contradict each other, as they were read. */
export interface ReadVariables {
  readonly HOST: string;
  readonly PORT: number;
  readonly METRICS_PORT?: number | undefined;
  readonly AUTH: readonly AuthMethod[];
  readonly OIDC_ISSUER?: string | undefined;
  readonly OIDC_AUDIENCE?: string | undefined;
  readonly PARTNER_CENTRAL_DEFAULT_CATALOG: CatalogName;
  readonly PARTNER_CENTRAL_ALLOWED_CATALOGS: readonly CatalogName[];
  readonly AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING?: string | undefined;
  readonly RECONCILIATION_DELAY_MS: number;
}

interface Contradiction {
  /** Whose fault it is. */
  readonly name: keyof ReadVariables;
  /** What else has to be known to tell. */
  readonly with: readonly (keyof ReadVariables)[];
  /** @returns undefined where nothing is wrong */
  readonly told: (read: ReadVariables, program: Program) => string | undefined;
}

const contradictions: readonly Contradiction[] = [
  {
    name: 'HOST',
    with: ['AUTH'],
    told: ({ HOST, AUTH }, program) =>
      program !== 'api' || AUTH.length > 0 || isLoopbackHost(HOST)
        ? undefined
        : `is ${HOST}, and without AUTH the API listens on loopback only: whoever reaches it may do anything. ` +
          'Set AUTH to api-key or oidc, or leave HOST out',
  },
  {
    name: 'METRICS_PORT',
    with: ['PORT'],
    told: ({ METRICS_PORT, PORT }, program) =>
      program === 'api' && METRICS_PORT === PORT && PORT !== 0
        ? 'is that of the API itself; leave it out to have /metrics there (without AUTH only)'
        : undefined,
  },
  needed('OIDC_ISSUER'),
  needed('OIDC_AUDIENCE'),
  {
    name: 'PARTNER_CENTRAL_DEFAULT_CATALOG',
    with: ['PARTNER_CENTRAL_ALLOWED_CATALOGS'],
    told: ({ PARTNER_CENTRAL_DEFAULT_CATALOG, PARTNER_CENTRAL_ALLOWED_CATALOGS }) =>
      PARTNER_CENTRAL_ALLOWED_CATALOGS.includes(PARTNER_CENTRAL_DEFAULT_CATALOG)
        ? undefined
        : `must be one of PARTNER_CENTRAL_ALLOWED_CATALOGS (${PARTNER_CENTRAL_ALLOWED_CATALOGS.join(', ')})`,
  },
  {
    name: 'RECONCILIATION_DELAY_MS',
    with: ['AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING'],
    told: ({ AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING, RECONCILIATION_DELAY_MS }) =>
      isSimulator(AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING) ||
      RECONCILIATION_DELAY_MS >= MIN_RECONCILIATION_DELAY_MS
        ? undefined
        : `must be at least ${MIN_RECONCILIATION_DELAY_MS} against AWS itself; ` +
          'sooner, an engagement that AWS does not show yet could be told as rejected',
  },
];

/**
 * What is wrong with variables that are right each for itself, a line each.
 * @param isBad whether a variable could not be read: nothing is said then that rests on it
 */
export function contradictionsIn(
  read: ReadVariables,
  program: Program,
  isBad: (name: string) => boolean,
): string[] {
  return contradictions
    .filter(({ name, with: others }) => ![name, ...others].some(isBad))
    .flatMap(({ name, told }) => {
      const words = told(read, program);
      return words === undefined ? [] : [`${name}: ${words}`];
    });
}

function needed(name: 'OIDC_ISSUER' | 'OIDC_AUDIENCE'): Contradiction {
  return {
    name,
    with: ['AUTH'],
    told: ({ AUTH, [name]: value }) =>
      AUTH.includes('oidc') && value === undefined ? 'is required with AUTH=oidc, and not set' : undefined,
  };
}

/** AWS itself has TLS, behind an endpoint of one's own too. */
function isSimulator(endpoint: string | undefined): boolean {
  return endpoint?.startsWith('http:') === true;
}
