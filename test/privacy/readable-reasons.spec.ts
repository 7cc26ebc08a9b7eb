import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { contact, engagement, interaction, lead } from '../support/engagements.factory.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** A lead in India of the company "It", whose contact is called Will May. */
const ofWords = engagement({
  contexts: [
    lead({
      customer: {
        companyName: 'It',
        address: { city: 'Of', postalCode: '1', countryCode: 'IN' },
      },
      interactions: [interaction({ contact: contact({ firstName: 'Will', lastName: 'May' }) })],
    }),
  ],
});

it('are told and kept as AWS’s sentences, at the caller’s fields, without what they quote', async () => {
  const country = 'contexts.1.member.payload.lead.customer.address.countryCode';
  const firstName = 'contexts.1.member.payload.lead.interactions.1.member.contact.firstName';
  const message = (code: string, name: string) =>
    `2 validation errors detected: Value '${code}' at '${country}' failed to satisfy constraint: It must be in the allowed list; ` +
    `Value '${name}' at '${firstName}' failed to satisfy constraint: Member may not be so: it must have length less than or equal to 1`;
  api.simulator.addFault({
    kind: 'error',
    operation: 'CreateEngagement',
    times: 1,
    error: {
      name: 'ValidationException',
      message: message('IN', 'Will May'),
      members: { Reason: 'REQUEST_VALIDATION_FAILED' },
    },
  });

  const { body } = await request(api.url)
    .post('/engagements')
    .query({ submit: true })
    .send(ofWords)
    .expect(422);

  const told = {
    detail: `Partner Central refused the engagement. ${message('[country code]', '[contact name]')}`,
    errors: [
      {
        pointer: '/contexts/0/customer/address/countryCode',
        code: 'INVALID_VALUE',
        message: 'It must be in the allowed list',
        awsField: country,
      },
      {
        pointer: '/contexts/0/interactions/0/contact/firstName',
        code: 'VALUE_OUT_OF_RANGE',
        message: 'Member may not be so: it must have length less than or equal to 1',
        awsField: firstName,
      },
    ],
  };
  expect(body).toMatchObject(told);
  const history = await request(api.url).get(`/engagements/${body.engagementId}/history`).expect(200);
  expect(history.text).toContain('It must be in the allowed list');
  expect(history.text).not.toMatch(/Will May|'IN'/);
});
