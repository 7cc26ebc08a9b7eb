import { createHash } from 'node:crypto';
import helmet from '@fastify/helmet';
import createFastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';

/** The style that Swagger UI adds when it shows an answer. The browser's test says when another version has another one. */
const STYLE_OF_ANSWERS = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

type Headers = Readonly<Record<string, string>>;

/** What an answer to a path carries, whatever it says. */
interface HeadersByPath {
  readonly api: Headers;
  readonly docs: Headers;
}

/** What holds no engagement: it may be kept, and asked for again whether it is still so. */
const openPaths = /^\/(?:docs|openapi\.json|reference|problems)(?:[/?]|$)/;
const docsPath = /^\/docs(?:[/?]|$)/;

/** The one route that answers in more than one form. */
const importPath = '/engagements/import';

const IMAGES_IN_STYLES = 'data:';

/** Tells browsers and caches what they may do with an answer. */
export class AnswerHeaders {
  private readonly kept: Headers = { 'cache-control': 'no-cache' };
  private readonly notKept: Headers;
  private readonly notKeptOfImport: Headers;
  private byPath: HeadersByPath = { api: {}, docs: {} };

  /** @param documentOrigins where Swagger UI gets further documents from, and sends what is tried out of them */
  constructor(
    { auth }: Settings,
    private readonly documentOrigins: readonly string[],
  ) {
    const varies = auth.methods.length === 0 ? [] : ['Authorization'];
    const notKept = { 'cache-control': 'private, no-store' };
    this.notKept = { ...notKept, ...vary(varies) };
    this.notKeptOfImport = { ...notKept, ...vary(['Accept', ...varies]) };
  }

  /** Has a server's answers carry them from its start on; `set` is to be called for each. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('onReady', async () => {
      this.byPath = await helmetHeaders(this.documentOrigins);
    });
    allowOwnStyles(fastify);
  }

  /** Sets those of one answer. */
  set({ url }: FastifyRequest, reply: FastifyReply): void {
    const { api, docs } = this.byPath;
    if (openPaths.test(url)) {
      void reply.headers(docsPath.test(url) ? docs : api).headers(this.kept);
    } else {
      void reply.headers(api).headers(url.startsWith(importPath) ? this.notKeptOfImport : this.notKept);
    }
  }
}

function vary(names: readonly string[]): Headers {
  return names.length === 0 ? {} : { vary: names.join(', ') };
}

/**
 * What helmet sets, asked of it once: set by itself it took 15 µs and more of each answer (measured with 13.2). No
 * `Strict-Transport-Security`: this server speaks no TLS, and whoever speaks it before us knows whether it always will.
 */
async function helmetHeaders(documentOrigins: readonly string[]): Promise<HeadersByPath> {
  const asked = createFastify();
  const common = {
    strictTransportSecurity: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    xFrameOptions: { action: 'deny' },
  } as const;
  await asked.register(helmet, {
    ...common,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
  });
  asked.get('/api', () => '');
  const docsPolicy = {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", STYLE_OF_ANSWERS],
      imgSrc: ["'self'", IMAGES_IN_STYLES],
      connectSrc: ["'self'", ...documentOrigins],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  };
  asked.get('/docs', { helmet: { ...common, contentSecurityPolicy: docsPolicy } }, () => '');
  const headersOf = async (url: string) => onlySecurity((await asked.inject(url)).headers);
  const byPath = { api: await headersOf('/api'), docs: await headersOf('/docs') };
  await asked.close();
  return byPath;
}

function onlySecurity(headers: Readonly<Record<string, unknown>>): Headers {
  const others = new Set(['content-type', 'content-length', 'date', 'connection']);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !others.has(name) ? [[name, value] as const] : [],
    ),
  );
}

/** Swagger UI's page has styles of its own in it. They are allowed by their hashes, and no others (CSP 3, section 2.3). */
function allowOwnStyles(fastify: FastifyInstance): void {
  const hashes = new Map<string, string>();
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const policy = reply.getHeader('content-security-policy');
    if (docsPath.test(request.url) && typeof payload === 'string' && typeof policy === 'string') {
      if (reply.getHeader('content-type')?.toString().startsWith('text/html') === true) {
        const allowed = hashes.get(payload) ?? styleHashes(payload);
        hashes.set(payload, allowed);
        void reply.header(
          'content-security-policy',
          policy.replace("style-src 'self'", `style-src 'self' ${allowed}`),
        );
      }
    }
    done(null, payload);
  });
}

function styleHashes(page: string): string {
  const styles = [...page.matchAll(/<style>([^]*?)<\/style>|\sstyle="([^"]*)"/g)];
  const sources = styles.map(([, element, attribute]) => {
    const hash = createHash('sha256')
      .update(element ?? attribute ?? '')
      .digest('base64');
    return `'sha256-${hash}'`;
  });
  return ["'unsafe-hashes'", ...sources].join(' ');
}
