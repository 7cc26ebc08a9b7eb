import type { CatalogName } from '../config/settings.js';
import type { Finding } from '../errors/finding.js';
import type { JsonObject } from './reading/json.js';

/** Where an engagement stands among its caller's own. */
export interface EngagementAddress {
  readonly externalRef: string;
  /** Missing: what the body says, else the default one. */
  readonly catalog?: CatalogName;
}

/** Where an engagement says otherwise of itself than the address that it is sent to. */
export function disagreements(engagement: JsonObject, address: EngagementAddress): Finding[] {
  return (['catalog', 'externalRef'] as const)
    .filter((name) => address[name] !== undefined && engagement[name] !== address[name])
    .map((name) => ({
      pointer: `/${name}`,
      code: 'INVALID_VALUE',
      message: 'Must be the one in the address, or be left out.',
    }));
}
