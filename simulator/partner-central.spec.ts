import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CreateEngagementCommandInput,
  CreateEngagementCommand,
  GetEngagementCommand,
  ListEngagementsCommand,
  type ListEngagementsCommandInput,
  paginateListEngagements,
  PartnerCentralSellingClient,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-partnercentral-selling';

import { type RunningSimulator, startSimulator } from './simulator.js';
import { exampleCustomerProject, exampleLead, exampleRequest } from './testing/example-request.js';
import { errorNameOf, wireHeaders } from './testing/wire-call.js';

describe('the AWS wire', () => {
  let simulator: RunningSimulator;
  let client: PartnerCentralSellingClient;

  beforeEach(async () => {
    simulator = await startSimulator({ ratePerSecond: 0 });
    client = new PartnerCentralSellingClient({
      region: 'us-east-1',
      endpoint: simulator.url,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
  });

  afterEach(async () => {
    client.destroy();
    await simulator.close();
  });

  const create = (changes: Partial<CreateEngagementCommandInput> = {}) =>
    client.send(new CreateEngagementCommand({ ...exampleRequest(), ...changes }));

  /** Ids in the order in which they were created. */
  async function createAll(requests: Partial<CreateEngagementCommandInput>[]): Promise<string[]> {
    const ids: string[] = [];
    for (const request of requests) {
      ids.push((await create(request)).Id ?? '');
    }
    return ids;
  }

  describe('CreateEngagement', () => {
    it('creates, and answers as AWS does', async () => {
      const { Id, Arn, ModifiedAt, $metadata } = await create({ Catalog: 'AWS' });
      expect(Id).toMatch(/^eng-[0-9a-z]{14}$/);
      expect(Arn).toBe(`arn:aws:partnercentral:us-east-1::catalog/AWS/engagement/${Id ?? ''}`);
      expect(ModifiedAt).toBeInstanceOf(Date);
      expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('takes an interaction date as the SDK sends it', async () => {
      const lead = exampleLead();
      const [interaction] = lead.Payload.Lead.Interactions;
      Object.assign(interaction ?? {}, { InteractionDate: new Date('2026-11-02T10:30:00.5Z') });
      await expect(create({ Contexts: [lead] })).resolves.toHaveProperty('Id');
    });

    it('tells every violation in a ValidationException', async () => {
      const error = await create({
        Title: '',
        Contexts: [{ Type: 'Lead', Payload: undefined }],
        Catalog: 'Test',
      }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ValidationException);
      expect(error).toMatchObject({
        Reason: 'REQUEST_VALIDATION_FAILED',
        ErrorList: [
          { FieldName: 'catalog', Code: 'INVALID_ENUM_VALUE', Message: expect.any(String) },
          { FieldName: 'title', Code: 'INVALID_STRING_FORMAT', Message: expect.any(String) },
        ],
        $metadata: { httpStatusCode: 400, requestId: expect.any(String) },
      });
    });

    it('creates once for calls with the same token and body, at the same time too', async () => {
      const request = exampleRequest();
      const answers = await Promise.all(Array.from({ length: 10 }, () => create(request)));
      expect(new Set(answers.map(({ Id }) => Id)).size).toBe(1);
      expect(new Set(answers.map(({ ModifiedAt }) => ModifiedAt?.getTime())).size).toBe(1);
      expect(simulator.ledger().engagements).toMatchObject([{ calls: 10 }]);
    });

    it('answers a ConflictException to another body under the token', async () => {
      const request = exampleRequest();
      await create(request);
      await expect(create({ ...request, Title: 'Other' })).rejects.toMatchObject({
        name: 'ConflictException',
        message: 'Conflicting client token submitted for a new request body',
      });
    });
  });

  it('answers injected exceptions as the SDK expects them', async () => {
    simulator.addFault({
      kind: 'error',
      error: { name: 'ThrottlingException', message: 'Slow down' },
      times: 1,
    });
    await expect(create()).rejects.toBeInstanceOf(ThrottlingException);
    simulator.addFault({ kind: 'error', error: { name: 'ExpiredTokenException' }, times: 1 });
    await expect(create()).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    simulator.addFault({ kind: 'html', times: 1 });
    await expect(create()).rejects.toMatchObject({ $metadata: { httpStatusCode: 502 } });
  });

  describe('GetEngagement', () => {
    it('answers by id and by Arn', async () => {
      const Contexts = [{ ...exampleCustomerProject(), Id: '1' }, exampleLead()];
      const { Id, Arn, ModifiedAt } = await create({ Contexts });
      for (const Identifier of [Id, Arn]) {
        expect(await client.send(new GetEngagementCommand({ Catalog: 'Sandbox', Identifier }))).toMatchObject(
          {
            Id,
            Arn,
            Title: 'Cloud migration for Acme',
            Description: 'Move the order platform to AWS',
            CreatedAt: ModifiedAt,
            CreatedBy: '111122223333',
            MemberCount: 1,
            ModifiedAt,
            ModifiedBy: '111122223333',
            Contexts: [Contexts[0], { ...Contexts[1], Id: '2' }],
          },
        );
      }
    });

    it('knows no engagement of the other catalog, nor one it never created', async () => {
      const { Id } = await create();
      for (const input of [
        { Catalog: 'AWS', Identifier: Id },
        { Catalog: 'Sandbox', Identifier: 'eng-00000000000000' },
        { Catalog: 'Sandbox', Identifier: `arn:aws:other/${Id ?? ''}` },
      ]) {
        await expect(client.send(new GetEngagementCommand(input))).rejects.toMatchObject({
          name: 'ResourceNotFoundException',
        });
      }
    });

    it('checks its input', async () => {
      const input = { Catalog: undefined, Identifier: 'eng-1' };
      await expect(client.send(new GetEngagementCommand(input))).rejects.toMatchObject({
        ErrorList: [
          { FieldName: 'catalog', Code: 'REQUIRED_FIELD_MISSING' },
          { FieldName: 'identifier', Code: 'INVALID_STRING_FORMAT' },
        ],
      });
    });
  });

  describe('ListEngagements', () => {
    const list = (input: Partial<ListEngagementsCommandInput>) =>
      client.send(new ListEngagementsCommand({ Catalog: 'Sandbox', ...input }));
    const idsOf = async (input: Partial<ListEngagementsCommandInput>) =>
      (await list(input)).EngagementSummaryList?.map(({ Id }) => Id);

    it('answers summaries of one catalog, the newest first', async () => {
      const ids = await createAll([{}, { Catalog: 'AWS' }, { Contexts: [] }]);
      const { EngagementSummaryList, NextToken } = await list({});
      expect(NextToken).toBeUndefined();
      expect(EngagementSummaryList).toMatchObject([
        { Id: ids[2], ContextTypes: [] },
        {
          Id: ids[0],
          Arn: expect.stringContaining(ids[0] ?? '-'),
          Title: 'Cloud migration for Acme',
          CreatedAt: expect.any(Date),
          CreatedBy: '111122223333',
          MemberCount: 1,
          ModifiedAt: expect.any(Date),
          ModifiedBy: '111122223333',
          ContextTypes: ['CustomerProject', 'Lead'],
        },
      ]);
    });

    it('filters and sorts', async () => {
      const project = { Contexts: [exampleCustomerProject(), exampleCustomerProject()] };
      const [a = '', b = '', c = ''] = await createAll([
        project,
        { Contexts: [exampleLead()] },
        { Contexts: [] },
      ]);
      const oldestFirst = { Sort: { SortBy: 'CreatedDate', SortOrder: 'ASCENDING' } } as const;
      const cases: [Partial<ListEngagementsCommandInput>, string[]][] = [
        [{}, [a, b, c]],
        [{ ContextTypes: ['Lead'] }, [b]],
        [{ ContextTypes: ['Lead', 'CustomerProject'] }, [a, b]],
        [{ ContextTypes: [] }, [a, b, c]],
        [{ ExcludeContextTypes: ['Lead'] }, [a, c]],
        [{ CreatedBy: ['111122223333'] }, [a, b, c]],
        [{ CreatedBy: ['444455556666'] }, []],
        [{ ExcludeCreatedBy: ['111122223333'] }, []],
        [{ EngagementIdentifier: [c, a] }, [a, c]],
        [
          { EngagementIdentifier: [`arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/${b}`] },
          [b],
        ],
        [{ EngagementIdentifier: [a, b], ContextTypes: ['Lead'] }, [b]],
      ];
      for (const [input, expected] of cases) {
        expect(await idsOf({ ...oldestFirst, ...input })).toEqual(expected);
      }
    });

    it('pages through everything once, although more is created meanwhile', async () => {
      const ids = await createAll(Array.from({ length: 5 }, () => ({})));
      const seen: (string | undefined)[] = [];
      for await (const page of paginateListEngagements({ client, pageSize: 2 }, { Catalog: 'Sandbox' })) {
        seen.push(...(page.EngagementSummaryList?.map(({ Id }) => Id) ?? []));
        await create();
      }
      expect(seen).toEqual(ids.toReversed());
    });

    it('gives pages of 20 when no size is asked for', async () => {
      await createAll(Array.from({ length: 21 }, () => ({ Contexts: [] })));
      const { EngagementSummaryList, NextToken } = await list({});
      expect(EngagementSummaryList).toHaveLength(20);
      expect((await list({ NextToken })).EngagementSummaryList).toHaveLength(1);
    });

    it.each<[Partial<ListEngagementsCommandInput>, string, string]>([
      [{ MaxResults: 0 }, 'maxResults', 'VALUE_OUT_OF_RANGE'],
      [{ MaxResults: 101 }, 'maxResults', 'VALUE_OUT_OF_RANGE'],
      [{ NextToken: 'made-up' }, 'nextToken', 'INVALID_VALUE'],
      [{ CreatedBy: [] }, 'createdBy', 'NOT_ENOUGH_VALUES'],
      [{ EngagementIdentifier: ['x'] }, 'engagementIdentifier[0]', 'INVALID_STRING_FORMAT'],
      [{ Sort: { SortBy: 'CreatedDate', SortOrder: undefined } }, 'sort.sortOrder', 'REQUIRED_FIELD_MISSING'],
    ])('refuses %j', async (input, FieldName, Code) => {
      await expect(list(input)).rejects.toMatchObject({ ErrorList: [{ FieldName, Code }] });
    });
  });

  describe('refuses a call', () => {
    const sign = (service: string, signature = 'a'.repeat(64)) =>
      `AWS4-HMAC-SHA256 Credential=AKID/20261123/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=${signature}`;

    it.each([
      { name: 'UnknownOperationException', headers: { 'x-amz-target': '' } },
      {
        name: 'UnknownOperationException',
        headers: { 'x-amz-target': 'AWSPartnerCentralSelling.DeleteEngagement' },
      },
      { name: 'UnknownOperationException', headers: { 'x-amz-target': 'Other.CreateEngagement' } },
      { name: 'SerializationException', headers: { 'content-type': 'application/json' } },
      { name: 'SerializationException', headers: { 'content-type': 'application/x-amz-json-1.1' } },
      { name: 'SerializationException', body: '{"Catalog":' },
      { name: 'SerializationException', body: '' },
      { name: 'MissingAuthenticationTokenException', headers: { authorization: '' } },
      { name: 'IncompleteSignatureException', headers: { authorization: 'Bearer abc' } },
      { name: 'IncompleteSignatureException', headers: { authorization: sign('s3') } },
      {
        name: 'IncompleteSignatureException',
        headers: { authorization: sign('partnercentral-selling', 'a'.repeat(63)) },
      },
    ])('with $name for $headers $body', async ({ name, headers, body }) => {
      const response = await fetch(simulator.url, {
        method: 'POST',
        headers: { ...wireHeaders('CreateEngagement'), ...headers },
        body: body ?? JSON.stringify(exampleRequest()),
      });
      expect(response.status).toBe(400);
      expect(errorNameOf(response)).toBe(name);
      expect(response.headers.get('x-amzn-requestid')).toMatch(/./);
      expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
      expect(await response.json()).toEqual({
        __type: `com.amazon.coral.service#${name}`,
        Message: expect.any(String),
      });
      expect(simulator.ledger().engagements).toEqual([]);
    });

    it('but takes one signed for its own service', async () => {
      const response = await fetch(simulator.url, {
        method: 'POST',
        headers: { ...wireHeaders('CreateEngagement'), authorization: sign('partnercentral-selling') },
        body: JSON.stringify(exampleRequest()),
      });
      expect(response.status).toBe(200);
    });
  });
});
