import { CreateEngagementCommand, PartnerCentralSellingClient } from '@aws-sdk/client-partnercentral-selling';
import { exampleRequest } from '../../simulator/testing/example-request.js';
import { measuredSince } from '../driver/measured.js';
import { type LoadOrder, type Measured, takeOrders } from '../driver/orders.js';
import { oneByOne, timed } from '../driver/submit.js';

/** The same calls to Partner Central by the AWS SDK and nothing else: nothing is kept, and nothing tried again. */

const client = new PartnerCentralSellingClient({
  region: 'us-east-1',
  endpoint: process.argv[2] ?? '',
  maxAttempts: 1,
});

const create = () => client.send(new CreateEngagementCommand(exampleRequest()));

takeOrders((order) => {
  switch (order.do) {
    case 'at-rest':
      return oneByOne(order.count, order.pauseMs, create);
    case 'load':
      return atOnce(order);
    case 'paced':
      throw new Error('It is never paced');
  }
});

async function atOnce({ connections, seconds }: LoadOrder): Promise<Measured> {
  const started = performance.now();
  const latencies: number[] = [];
  const caller = async () => {
    while (performance.now() - started < seconds * 1000) {
      latencies.push(await timed(create));
    }
  };
  await Promise.all(Array.from({ length: connections }, caller));
  return measuredSince(started, latencies);
}
