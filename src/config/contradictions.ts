import type { Program, Settings } from './settings.js';
import { isLoopbackHost } from './validators.js';

/**
 * The shortest `RECONCILIATION_DELAY_MS` against AWS itself. A refusal is believed when a look-up that much later (and
 * one call's limit) finds nothing, and AWS shows what it has created a moment later only.
 */
const MIN_RECONCILIATION_DELAY_MS = 10_000;

/** What is wrong with settings that are right each for itself, a line each. */
export function contradictionsIn(
  { host, port, metricsPort, auth, partnerCentral, reconciliation }: Settings,
  program: Program,
): string[] {
  const { allowedCatalogs, defaultCatalog, endpoint } = partnerCentral;
  return [
    ...(program !== 'api' || auth.methods.length > 0 || isLoopbackHost(host)
      ? []
      : [
          `HOST: is ${host}, and without AUTH the API listens on loopback only: whoever reaches it may do anything. ` +
            'Set AUTH to api-key or oidc, or leave HOST out',
        ]),
    ...(program === 'api' && metricsPort === port && port !== 0
      ? ['METRICS_PORT: is that of the API itself; leave it out to have /metrics there (without AUTH only)']
      : []),
    ...oidcContradictions(auth),
    ...(allowedCatalogs.includes(defaultCatalog)
      ? []
      : [
          'PARTNER_CENTRAL_DEFAULT_CATALOG: must be one of PARTNER_CENTRAL_ALLOWED_CATALOGS ' +
            `(${allowedCatalogs.join(', ')})`,
        ]),
    ...(isSimulator(endpoint) || reconciliation.delayMs >= MIN_RECONCILIATION_DELAY_MS
      ? []
      : [
          `RECONCILIATION_DELAY_MS: must be at least ${MIN_RECONCILIATION_DELAY_MS} against AWS itself; ` +
            'sooner, an engagement that AWS does not show yet could be told as rejected',
        ]),
  ];
}

/** AWS itself has TLS, behind an endpoint of one's own too. */
function isSimulator(endpoint: string | undefined): boolean {
  return endpoint?.startsWith('http:') === true;
}

function oidcContradictions({ methods, oidc: { issuer, audience } }: Settings['auth']): string[] {
  const needed = methods.includes('oidc') ? { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } : {};
  return Object.entries(needed).flatMap(([name, value]) =>
    value === undefined ? [`${name}: is required with AUTH=oidc, and not set`] : [],
  );
}
