import { engagement } from '../../support/engagements.factory.js';
import { type Battlefield, json } from '../battlefield.js';
import { injectedBodies } from './injections.js';
import { largeBodies } from './large-requests.js';
import { forbiddenPayloads } from './mass-assignment.js';

const ATTACK = 'validations';
const PATH = '/engagements/validate';

/** Of the texts in fields so many are enough: they are read as they are where they are saved. */
const SHARE = 0.3;

/** The bodies of other attacks, asked about: nothing that is the server's own may be saved, and nothing is. */
export async function validateBodies(field: Battlefield): Promise<void> {
  const { random, keys } = field;
  const before = await newest(field);
  const bodies = [...injectedBodies()].filter(() => random.chance(SHARE)).concat(largeBodies());
  await field.fireAll(
    ATTACK,
    bodies.map((body) => ({ method: 'POST', path: PATH, headers: json(keys.own), body })),
  );
  for (const body of forbiddenPayloads()) {
    const request = { method: 'POST', path: PATH, headers: json(keys.own), body };
    const answer = await field.fire(ATTACK, request, { statuses: [200, 400] });
    if (answer.body.includes('"savable":true')) {
      field.fault(ATTACK, `may be saved: ${body.slice(0, 100)}`);
    }
  }
  await askForForeignReference(field);
  if ((await newest(field)) !== before) {
    field.fault(ATTACK, 'something was saved');
  }
}

/** Whether somebody else's reference is taken is theirs to know. */
async function askForForeignReference(field: Battlefield): Promise<void> {
  const { ids, externalRef } = field.victim;
  const body = JSON.stringify(engagement({ externalRef }));
  const request = { method: 'POST', path: PATH, headers: json(field.keys.own), body };
  const answer = await field.fire(ATTACK, request, { statuses: [200] });
  if (Object.values(ids).some((id) => answer.body.includes(id))) {
    field.fault(ATTACK, 'it tells of somebody else’s reference');
  }
}

async function newest(field: Battlefield): Promise<string> {
  const request = { method: 'GET', path: '/engagements?limit=1', headers: field.keys.own.headers };
  return (await field.fire(ATTACK, request, { statuses: [200] })).body;
}
