/** What the caller of a refused request should do, in words for machines: a client needs no table of statuses. */
export const retries = ['same', 'poll', 'fix', 'operator', 'no'] as const;

export type Retry = (typeof retries)[number];

export const retryMeanings: Readonly<Record<Retry, string>> = {
  same: 'send the same again, under the same key, after `Retry-After`',
  poll: 'look at `Location`: it is still under way',
  fix: 'change the request first',
  operator: 'somebody else has to act: an administrator here, or at AWS',
  no: 'nothing: sending it again changes nothing',
};
