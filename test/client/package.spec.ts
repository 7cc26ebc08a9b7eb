import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApi } from '../support/api.js';
import { project } from '../support/built-program.js';
import { startStormyStack } from '../examples/stormy-stack.js';
import { codeOf, type ConsumerProject, startConsumerProject } from './packed-client.js';

jest.setTimeout(180_000);

const run = promisify(execFile);
let consumer: ConsumerProject;

beforeAll(async () => {
  consumer = await startConsumerProject();
});

afterAll(async () => {
  await consumer.remove();
});

/** A program that delivers leads and imports others; prints what it was told. */
const program = `
import { PartnerEngagements, type EngagementDraft } from '@partner-engagements/client';

const client = new PartnerEngagements({ baseUrl: process.argv[2] ?? '' });
const numbers = Array.from({ length: 20 }, (_, index) => index);
const draftOf = (number: number): EngagementDraft => ({
  title: \`Lead \${number}\`,
  description: 'Move the order platform to AWS',
  contexts: [{
    type: 'customerProject',
    customer: { companyName: 'Acme', industry: 'Retail', websiteUrl: 'acme.example.com', countryCode: 'US' },
    project: {
      title: 'Order platform',
      businessProblem: 'On-premises capacity runs out each November.',
      targetCompletionDate: '2099-06-30',
    },
  }],
});
const deliver = async (number: number) => {
  const engagement = await client.engagements.put(\`lead-\${number}\`, draftOf(number), { submit: true });
  return engagement.partnerCentral?.arn;
};
const importing = client
  .importLeads(Array.from({ length: 1000 }, (_, index) => ({ externalRef: \`row-\${index}\`, title: 'Row' })))
  .summary();
const arns = await Promise.all(numbers.concat(numbers).map(deliver));
console.log(JSON.stringify({ arns, summary: await importing }));
`;

/** What a page has: nothing of Node. */
const page = `
import { findingsByField, PartnerEngagements, ProblemError } from '@partner-engagements/client';

const client = new PartnerEngagements({ baseUrl: '/api', token: () => sessionStorage.getItem('token') ?? '' });
document.querySelector('form')?.addEventListener('submit', (event) => {
  event.preventDefault();
  client.engagements.put('crm-1', { title: 'Acme' }, { submit: 'ifReady', deadlineMs: 20_000 }).catch((error: unknown) => {
    if (!(error instanceof ProblemError)) throw error;
    const { fields } = findingsByField(error, { title: '/title' });
    document.querySelector('#title-error')!.textContent = fields.title?.[0]?.message ?? error.retry;
  });
});
document.querySelector('input')?.addEventListener('change', ({ target }) => {
  const file = target instanceof HTMLInputElement ? target.files?.[0] : undefined;
  if (file !== undefined) void client.importLeads(file).summary();
});
`;

describe('the package', () => {
  it('has what it needs and nothing else', async () => {
    const others = consumer.files.filter((file) => !/^dist\/(generated\/)?[a-z-]+\.(js|d\.ts)$/.test(file));

    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(consumer.files).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts']));
    expect(await readFile(join(project, 'client/LICENSE'), 'utf8')).toBe(
      await readFile(join(project, 'LICENSE'), 'utf8'),
    );
  });

  it('depends on openapi-fetch alone', async () => {
    const { dependencies } = JSON.parse(await readFile(join(project, 'client/package.json'), 'utf8'));

    expect(Object.keys(dependencies)).toEqual(['openapi-fetch']);
  });

  it.each<[string, object]>([
    ['as Node resolves modules', {}],
    [
      'as bundlers do, with every strictness',
      {
        module: 'esnext',
        moduleResolution: 'bundler',
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
      },
    ],
  ])('compiles in an ordinary project, %s', async (_, options) => {
    await consumer.write('program.ts', program);
    await consumer.write('readme.ts', await codeOf('client/README.md'));
    await consumer.copy('examples/lead-capture/lead-capture.ts');

    await consumer.compile(['program.ts', 'readme.ts', 'lead-capture.ts'], { ...options, noEmit: true });
  });

  it('compiles in a page, without the types of Node', async () => {
    await consumer.write('page.ts', page);
    const lib = ['es2022', 'dom', 'dom.iterable'];

    await consumer.compile(['page.ts'], {
      types: [],
      lib,
      module: 'esnext',
      moduleResolution: 'bundler',
      noEmit: true,
    });
  });

  it('says what is wrong with a draft before it is sent', async () => {
    await consumer.write('wrong.ts', program.replace('description:', 'descripton:'));

    await expect(consumer.compile(['wrong.ts'], { noEmit: true })).rejects.toThrow(
      "'descripton' does not exist",
    );
  });
});

describe('a program that has installed it', () => {
  beforeAll(async () => {
    await consumer.write('program.ts', program);
    await consumer.write('readme.ts', await codeOf('client/README.md'));
    await consumer.compile(['program.ts', 'readme.ts'], {});
  });

  const node = (file: string, ...args: string[]) =>
    run(process.execPath, [file, ...args], { cwd: consumer.folder });

  it('does what its README says', async () => {
    const api = await startApi();
    const compiled = join(consumer.folder, 'readme.js');
    const text = await readFile(compiled, 'utf8');
    await consumer.write('readme.js', text.replace('http://127.0.0.1:3000', api.url));
    await consumer.write(
      'leads.csv',
      'External Ref,Company,Colour\ncrm-9001,Acme,red\ncrm-9002,Globex,blue\n',
    );
    const { stdout } = await node('readme.js');
    const { engagements } = api.simulator.ledger();
    await api.close();

    expect(engagements).toHaveLength(1);
    expect(stdout).toContain(`${engagements[0]?.arn}\nTo be mended first: [\n`);
    expect(stdout).toContain('{ created: 2, failed: 0, complete: true }');
    expect(stdout).toContain('summit-17 submitted\nsubmitted\n');
  });

  it('has each lead in AWS once, through lost answers and kills', async () => {
    const stack = await startStormyStack();
    try {
      const running = node('program.js', stack.url);
      const kills = await stack.killDuring(running, 20);
      const { stdout } = await running;
      const { arns, summary } = JSON.parse(stdout);
      const ledger = stack.simulator.ledger().engagements.map(({ arn }) => arn);

      // Both the API and the worker.
      expect(kills).toBeGreaterThanOrEqual(2);
      expect(ledger).toHaveLength(20);
      expect(new Set(arns)).toEqual(new Set(ledger));
      expect(arns.slice(0, 20)).toEqual(arns.slice(20));
      expect(summary).toMatchObject({ created: 1000, failed: 0, complete: true });
      expect(stack.proxy.lost()).toBeGreaterThan(5);
    } finally {
      await stack.close();
    }
  });
});
