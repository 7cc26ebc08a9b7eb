import type { CallerAccount, Finding, Matter, Told } from './books.js';

/** Where what somebody was told of what they put contradicts what they put, or what Partner Central has. */
export function contradictionsInPuts(caller: CallerAccount, matter: Matter): Finding[] {
  const { put, title } = caller;
  if (put === undefined) {
    return [];
  }
  const puts = caller.told.filter(({ request }) => request.startsWith('PUT '));
  return [
    ...puts.flatMap((told) => [...goodAnswers(told, put, matter), ...refusals(told, put, matter)]),
    ...vanished(caller),
  ].map((what) => ({ kind: 'contradictory', title, what }));
}

/** What is mixed of two contents, in Partner Central or in the database, or is not the same in both. */
export function mixtures({ title, ledger, engagements, callers }: Matter): Finding[] {
  const wanted = new Set(callers.flatMap(({ put }) => (put === undefined ? [] : [put.variant])));
  if (wanted.size === 0) {
    return [];
  }
  const isOne = (variants: readonly string[]) => variants.length === 1 && wanted.has(variants[0] ?? '');
  const whats = [
    ...ledger
      .filter(({ variants }) => !isOne(variants))
      .map(({ arn, variants }) => `Partner Central has ${inWords(variants)} as ${arn}`),
    ...engagements
      .filter(({ variants }) => !isOne(variants))
      .map(({ id, variants }) => `the database has ${inWords(variants)} as ${id}`),
    ...ledger.flatMap(({ arn, variants }) =>
      engagements
        .filter((one) => one.arn === arn && inWords(one.variants) !== inWords(variants))
        .map((one) => `Partner Central has ${inWords(variants)}, and the database ${inWords(one.variants)}`),
    ),
  ];
  return whats.map((what) => ({ kind: 'contradictory', title, what }));
}

type Put = NonNullable<CallerAccount['put']>;

/** A good answer shows what was put, and says submitted only of what AWS has under exactly that content. */
function goodAnswers(told: Told, { variant, submit }: Put, { ledger }: Matter): string[] {
  if (told.status < 200 || told.status >= 300) {
    return [];
  }
  const shown = inWords(told.variants ?? []);
  const entry = ledger.find(({ arn }) => arn === told.arn);
  const isSubmitted = told.engagementStatus === 'submitted';
  return [
    ...(shown === variant ? [] : [`a caller put ${variant} and was shown ${shown} by a ${told.status}`]),
    ...(isSubmitted && entry !== undefined && inWords(entry.variants) !== variant
      ? [`a caller put ${variant} and was told that it is submitted, and AWS has ${inWords(entry.variants)}`]
      : []),
    ...(!isSubmitted && submit === 'true' && told.status !== 202
      ? [`a caller was told ${told.engagementStatus ?? 'nothing'} by a ${told.status} to a submit`]
      : []),
  ];
}

function refusals(told: Told, { variant }: Put, { ledger, callers }: Matter): string[] {
  if (told.status < 400) {
    return [];
  }
  if (told.problem !== '/problems/engagement-not-editable') {
    return told.retry === undefined || told.retry === 'no'
      ? [`a caller was told ${told.status} ${told.problem ?? '?'} with retry ${told.retry ?? 'missing'}`]
      : [];
  }
  const hasOwn = ledger.some(({ arn, variants }) => arn === told.arn && inWords(variants) === variant);
  const others = callers.filter(({ put }) => put?.variant !== variant);
  const isSubmitted = told.engagementStatus === 'submitted';
  return [
    ...((told.differs ?? 0) > 0 ? [] : ['a caller was told that its content differs, and not where']),
    ...(hasOwn ? [`a caller was told that AWS has another content than ${variant}, and it has that`] : []),
    ...(others.length === 0 ? ['a caller was told of another content, and nobody has put one'] : []),
    ...(told.retry === (isSubmitted ? 'no' : 'poll')
      ? []
      : [`a caller was told ${told.engagementStatus ?? '?'} with retry ${told.retry ?? 'missing'}`]),
  ];
}

/** Nobody deletes anything in a run: what was there once is found from then on. */
function vanished({ told }: CallerAccount): string[] {
  return told
    .filter(({ problem }) => problem === '/problems/engagement-not-found')
    .filter(({ sentAt }) => told.some((one) => one.engagementId !== undefined && one.receivedAt < sentAt))
    .slice(0, 1)
    .map(({ request }) => `a caller was told of its engagement, and then that there is none by ${request}`);
}

function inWords(variants: readonly string[]): string {
  return variants.length === 0 ? 'nothing' : variants.join(' and ');
}
