import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exampleRequest } from '../testing/example-request.js';
import { NanosecondClock } from './engagement.js';
import { EngagementStore } from './engagement-store.js';
import { StateFile } from './state-file.js';

function newEngagement(changes: object = {}) {
  const request = { ...exampleRequest(), ...changes };
  return { catalog: request.Catalog, clientToken: request.ClientToken, request };
}

describe('EngagementStore', () => {
  let directory: string;
  let path: string;
  let opened: EngagementStore[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'simulator-'));
    path = join(directory, 'deeper', 'state.jsonl');
    opened = [];
  });

  afterEach(() => {
    opened.forEach((store) => {
      store.close();
    });
    rmSync(directory, { recursive: true });
  });

  /** A store on the file, as a process would open it after the one before was killed. */
  function open(): EngagementStore {
    const store = new EngagementStore(new StateFile(path));
    opened.push(store);
    return store;
  }

  it('gives an id, an Arn and a time in the forms AWS uses', () => {
    expect(new EngagementStore().create(newEngagement())).toMatchObject({
      engagement: {
        id: expect.stringMatching(/^eng-[0-9a-z]{14}$/),
        arn: expect.stringMatching(
          /^arn:aws:partnercentral:us-east-1::catalog\/Sandbox\/engagement\/eng-[0-9a-z]{14}$/,
        ),
        modifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/),
      },
    });
  });

  it('creates once for a token, however the members of the body are ordered', () => {
    const store = new EngagementStore();
    const first = newEngagement();
    const { Title, ...rest } = first.request;
    const again = { ...first, request: { ...rest, Title, Extra: null } };
    expect(store.create(again)).toEqual(store.create(first));
    expect(store.ledger()).toMatchObject([{ clientToken: first.clientToken, calls: 2 }]);
  });

  it.each([{ Title: 'Other' }, { Catalog: 'AWS' }, { Contexts: [] }])(
    'tells a conflict for %j',
    (changes) => {
      const store = new EngagementStore();
      const first = newEngagement();
      store.create(first);
      expect(store.create(newEngagement({ ClientToken: first.clientToken, ...changes }))).toEqual({
        conflict: true,
      });
      expect(store.ledger()).toMatchObject([{ calls: 1 }]);
    },
  );

  it('keeps engagements, tokens and their calls across a restart', () => {
    const before = open();
    const [one, two] = [newEngagement(), newEngagement()];
    const created = [one, two, one].map((engagement) => before.create(engagement));

    const after = open();

    expect(after.ledger()).toEqual(before.ledger());
    expect(after.create(one)).toEqual(created[0]);
    expect(after.ledger().map(({ calls }) => calls)).toEqual([3, 1]);
    expect(after.create(newEngagement({ ClientToken: two.clientToken, Title: 'Other' }))).toEqual({
      conflict: true,
    });
  });

  it.each(['{"engagement":{"id":"eng-', '{"repeatOf":"eng-00000000000000"}', '{', '"'])(
    'cuts off the torn last line %j and goes on behind the whole ones',
    (torn) => {
      const first = newEngagement();
      open().create(first);
      appendFileSync(path, torn);

      open().create(first);

      expect(open().ledger()).toMatchObject([{ clientToken: first.clientToken, calls: 2 }]);
      expect(readFileSync(path, 'utf8')).toMatch(/^\{"engagement":.*\}\n\{"repeatOf":"eng-\w{14}"\}\n$/);
    },
  );

  it.each(['not json', '[]', '{}', '{"engagement":{"id":"eng-1"}}', '{"repeatOf":"eng-00000000000000"}'])(
    'names the file and the line when a whole line is %j',
    (line) => {
      open().create(newEngagement());
      appendFileSync(path, `${line}\n`);
      expect(open).toThrow(`${path}: line 2 is not the simulator's`);
    },
  );

  it('deletes the file with everything in it, and begins a new one', () => {
    const store = open();
    const first = newEngagement();
    store.create(first);
    store.clear();
    expect(existsSync(path)).toBe(false);
    expect(store.ledger()).toEqual([]);

    store.create(first);
    expect(open().ledger()).toMatchObject([{ calls: 1 }]);
  });

  it('keeps nothing in memory that it could not write', () => {
    const store = open();
    writeFileSync(join(directory, 'deeper'), 'a file where the folder should be');
    expect(() => store.create(newEngagement())).toThrow();
    expect(store.ledger()).toEqual([]);
  });
});

it('reads a later time each time', () => {
  const clock = new NanosecondClock();
  const readings = Array.from({ length: 1000 }, () => clock.now());
  expect(readings.toSorted()).toEqual(readings);
  expect(new Set(readings).size).toBe(1000);
});
