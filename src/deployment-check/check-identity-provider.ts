import type { Settings } from '../config/settings.js';
import { causeOf, textIn } from '../errors/failure-cause.js';
import { type CheckResult, failed, ok } from './check-result.js';

/** How long the issuer may take, in milliseconds. */
const ANSWERED_WITHIN_MS = 5000;

/** Whether the issuer of tokens describes itself, and where its keys are (OpenID Connect Discovery, section 4). */
export async function checkIdentityProvider({ auth }: Settings): Promise<CheckResult[]> {
  const { issuer } = auth.oidc;
  return auth.methods.includes('oidc') && issuer !== undefined ? [await discover(issuer)] : [];
}

async function discover(issuer: string): Promise<CheckResult> {
  const check = 'identity provider';
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const answer = await fetch(address, {
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
      redirect: 'error',
    });
    if (!answer.ok) {
      return failed(check, `${address} answers ${answer.status}: is OIDC_ISSUER right?`);
    }
    const document: unknown = await answer.json();
    return described(check, issuer, document);
  } catch (error) {
    return failed(check, `${address} can’t be read: is it reachable from here? (${causeOf(error)})`);
  }
}

function described(check: string, issuer: string, document: unknown): CheckResult {
  const about = typeof document === 'object' && document !== null ? document : {};
  if (textIn(about, 'issuer') !== issuer) {
    return failed(
      check,
      'calls itself otherwise than OIDC_ISSUER does, to the letter: its tokens would be refused',
    );
  }
  return textIn(about, 'jwks_uri') === undefined
    ? failed(check, `${issuer} does not say where its keys are (jwks_uri)`)
    : ok(check, `${issuer} describes itself`);
}
