import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CreateEngagementCommand,
  PartnerCentralSellingClient,
  PartnerCentralSellingServiceException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-partnercentral-selling';

import { type RunningSimulator, startSimulator } from '../simulator.js';
import { exampleRequest } from '../testing/example-request.js';
import { failure } from './answer.js';
import { namePlaces, WireError } from './wire-error.js';

describe("an exception's name", () => {
  const parts = (name: string, nameIn: (typeof namePlaces)[number]) => {
    const { headers, body } = failure(new WireError(name, 'No.', {}, { nameIn }));
    const told: unknown = JSON.parse(body);
    return [headers['x-amzn-ErrorType'], told];
  };

  it('stands in the header before an address, and in the body after a name space', () => {
    expect(parts('ConflictException', 'both')).toEqual([
      'ConflictException:http://internal.amazon.com/coral/com.amazonaws.partnercentralselling/',
      { Message: 'No.', __type: 'com.amazonaws.partnercentralselling#ConflictException' },
    ]);
    expect(parts('ExpiredTokenException', 'both')).toEqual([
      'ExpiredTokenException:http://internal.amazon.com/coral/com.amazon.coral.service/',
      { Message: 'No.', __type: 'com.amazon.coral.service#ExpiredTokenException' },
    ]);
  });

  it('stands in one of them alone where that is asked for', () => {
    expect(parts('ConflictException', 'header')).toEqual([
      expect.stringMatching(/^ConflictException:http/),
      { Message: 'No.' },
    ]);
    expect(parts('ConflictException', 'body')).toEqual([
      undefined,
      { Message: 'No.', __type: expect.stringMatching(/#ConflictException$/) },
    ]);
  });
});

describe.each(namePlaces)('a name in %s, as the SDK reads it', (nameIn) => {
  let simulator: RunningSimulator;
  let client: PartnerCentralSellingClient;

  beforeAll(async () => {
    simulator = await startSimulator();
    client = new PartnerCentralSellingClient({
      region: 'us-east-1',
      endpoint: simulator.url,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
  });

  afterAll(async () => {
    client.destroy();
    await simulator.close();
  });

  async function thrownFor(name: string, members?: Record<string, unknown>): Promise<unknown> {
    const error = { name, message: 'No.', members, nameIn };
    simulator.addFault({ kind: 'error', times: 1, error });
    return client.send(new CreateEngagementCommand(exampleRequest())).catch((reason: unknown) => reason);
  }

  it('is a modelled exception with its members', async () => {
    const ErrorList = [{ FieldName: 'title', Message: 'Taken.', Code: 'INVALID_VALUE' }];
    const thrown = await thrownFor('ValidationException', {
      Reason: 'BUSINESS_VALIDATION_FAILED',
      ErrorList,
    });
    expect(thrown).toBeInstanceOf(ValidationException);
    expect(thrown).toMatchObject({
      name: 'ValidationException',
      message: 'No.',
      Reason: 'BUSINESS_VALIDATION_FAILED',
      ErrorList,
    });
    expect(await thrownFor('ThrottlingException')).toBeInstanceOf(ThrottlingException);
  });

  it('is the bare name of an exception that the SDK has no class for', async () => {
    const thrown = await thrownFor('ExpiredTokenException');
    expect(thrown).toBeInstanceOf(PartnerCentralSellingServiceException);
    expect(thrown).toMatchObject({ name: 'ExpiredTokenException', message: 'No.' });
  });
});
