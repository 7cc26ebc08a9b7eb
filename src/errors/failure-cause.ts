/**
 * What stands behind a failure, of anything that was thrown: the errors that wrap others come first. Prisma keeps the
 * driver's within `meta`, Node keeps those of several addresses within `errors`.
 */
export function errorsWithin(thrown: unknown): readonly object[] {
  const found = new Set<object>();
  const waiting: unknown[] = [thrown];
  while (waiting.length > 0 && found.size < MAX_WRAPPED) {
    const one = waiting.shift();
    if (typeof one === 'object' && one !== null && !found.has(one)) {
      found.add(one);
      waiting.push(Reflect.get(one, 'cause'), driverErrorIn(one), firstOf(Reflect.get(one, 'errors')));
    }
  }
  return [...found];
}

/** Deeper than any library wraps. */
const MAX_WRAPPED = 12;

function driverErrorIn(thrown: object): unknown {
  const meta: unknown = Reflect.get(thrown, 'meta');
  return typeof meta === 'object' && meta !== null ? Reflect.get(meta, 'driverAdapterError') : undefined;
}

function firstOf(errors: unknown): unknown {
  return Array.isArray(errors) ? errors[0] : undefined;
}

/** A text that an error has under one of its names. */
export function textIn(thrown: object, name: string): string | undefined {
  const value: unknown = Reflect.get(thrown, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const kinds: readonly (readonly [cause: string, codes: RegExp])[] = [
  ['connection-refused', /^ECONNREFUSED$/],
  ['dns', /^(?:ENOTFOUND|EAI_\w+)$/],
  ['unreachable', /^(?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/],
  // Source: Node's "TLS (SSL)", X509 certificate error codes.
  [
    'tls',
    /^(?:CERT_\w+|CRL_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|ERROR_IN_CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|EPROTO|TlsConnectionError)$/,
  ],
  ['time-out', /^(?:ETIMEDOUT|ESOCKETTIMEDOUT|TimeoutError|AbortError|SocketTimeout|UND_ERR_\w*TIMEOUT)$/],
  ['connection-lost', /^(?:ECONNRESET|ECONNABORTED|EPIPE|ConnectionClosed|UND_ERR_SOCKET)$/],
];

/** What some say without any code. Source: pg 8.23 and pg-pool 3; what Node says of TLS and of sockets. */
const messages: readonly (readonly [cause: string, message: RegExp])[] = [
  ['time-out', /timeout (?:expired|exceeded when trying to connect)/i],
  ['connection-lost', /^(?:Connection terminated|socket hang up|Client was closed)/i],
  ['tls', /^The server does not support SSL connections/],
];

/** PostgreSQL's codes, which are no one's message. */
const sqlState = /^(?=.*\d)[0-9A-Z]{5}$/;

/** What may stand as a name in a log line: names of classes and codes. */
const nameLike = /^[\w.:-]{1,80}$/;

/** Names that say no more than that it is an error. */
const sayNothing: ReadonlySet<string> = new Set([
  'Error',
  'CallNotSent',
  'AwsDidNotSay',
  'DriverAdapterError',
  'PrismaClientKnownRequestError',
  'PrismaClientUnknownRequestError',
  'PrismaClientInitializationError',
  'DomainError',
]);

/**
 * Why something failed, in one word for a log line: `connection-refused`, `dns`, `unreachable`, `tls`, `time-out`,
 * `connection-lost`, PostgreSQL's code as `SQLSTATE 28P01`, or the exception's name. Never an error's own words: they may
 * hold addresses with passwords, and the values of a query or a request.
 */
export function causeOf(thrown: unknown): string {
  try {
    return wordFor(thrown);
  } catch {
    // Something that throws when it is looked at.
    return 'unknown';
  }
}

function wordFor(thrown: unknown): string {
  const errors = errorsWithin(thrown);
  const textsIn = (...members: string[]) =>
    errors.flatMap((one) => members.flatMap((member) => textIn(one, member) ?? []));
  // A code says more than a name: the AWS SDK calls a reset connection a TimeoutError.
  const codes = textsIn('code', 'originalCode', 'kind');
  const names = [...codes, ...textsIn('name')].filter((name) => nameLike.test(name));
  return (
    kindAmong(codes) ??
    kindAmong(names) ??
    sqlStateAmong(codes) ??
    messages.find(([, message]) => textsIn('message').some((text) => message.test(text)))?.[0] ??
    names.find((name) => !sayNothing.has(name) && !/^P\d{4}$/.test(name)) ??
    names[0] ??
    'unknown'
  );
}

function kindAmong(names: readonly string[]): string | undefined {
  return kinds.find(([, known]) => names.some((name) => known.test(name)))?.[0];
}

function sqlStateAmong(names: readonly string[]): string | undefined {
  const code = names.find((name) => sqlState.test(name) && !/^P[12]\d{3}$/.test(name));
  return code === undefined ? undefined : `SQLSTATE ${code}`;
}
