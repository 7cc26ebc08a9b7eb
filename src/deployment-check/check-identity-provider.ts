import { discoverKeysUrl, fetchDocument, IssuerFault } from '../auth/oidc/issuer-documents.js';
import type { Settings } from '../config/settings.js';
import { causeOf } from '../errors/failure-cause.js';
import { type CheckResult, failed, ok } from './check-result.js';

/** Whether the issuer of tokens describes itself and shows its keys, as signing in with its tokens takes. */
export async function checkIdentityProvider({ auth }: Settings): Promise<CheckResult[]> {
  const { issuer } = auth.oidc;
  return auth.methods.includes('oidc') && issuer !== undefined ? [await look(issuer)] : [];
}

async function look(issuer: string): Promise<CheckResult> {
  const check = 'identity provider';
  try {
    await fetchDocument(await discoverKeysUrl(issuer));
    return ok(check, `${issuer} describes itself, and shows its keys`);
  } catch (error) {
    return failed(
      check,
      error instanceof IssuerFault
        ? `${issuer} is none to rely on: ${error.message}`
        : `${issuer} can’t be read: is it reachable from here? (${causeOf(error)})`,
    );
  }
}
