import { WireError } from './wire-error.js';

const signature =
  /^AWS4-HMAC-SHA256 +Credential=[^/,\s]+\/\d{8}\/[a-z0-9-]+\/([a-z0-9-]+)\/aws4_request, *SignedHeaders=[a-z0-9;-]+, *Signature=[0-9a-f]{64}$/;

/**
 * Checks that a call is signed with Signature Version 4 for this service: the header's shape, not the signature,
 * because the simulator knows no secret keys.
 * @throws WireError MissingAuthenticationTokenException or IncompleteSignatureException.
 */
export function checkAuthorization(header: string | undefined): void {
  if (header === undefined || header.trim() === '') {
    throw new WireError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const service = signature.exec(header)?.[1];
  if (service === undefined) {
    throw new WireError(
      'IncompleteSignatureException',
      'Authorization must be AWS4-HMAC-SHA256 with Credential, SignedHeaders and Signature.',
    );
  }
  if (service !== 'partnercentral-selling') {
    throw new WireError(
      'IncompleteSignatureException',
      "Credential should be scoped to correct service: 'partnercentral-selling'.",
    );
  }
}
