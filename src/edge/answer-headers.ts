import { createHash } from 'node:crypto';
import helmet from '@fastify/helmet';
import createFastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type onSendHookHandler,
} from 'fastify';
import type { Settings } from '../config/settings.js';

/** The style that Swagger UI adds when it shows an answer. The browser's test says when another version has another one. */
const STYLE_OF_ANSWERS = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

type Headers = Readonly<Record<string, string>>;

/** What an answer carries, whatever it says, by what its path holds. */
interface HeadersByPath {
  /** Engagements, or what tells of them. */
  readonly api: Headers;
  /** The one route that answers in more than one form. */
  readonly import: Headers;
  readonly open: Headers;
  readonly docs: Headers;
}

/** What holds no engagement: it may be kept, and asked for again whether it is still so. */
const openPaths = /^\/(?:docs|openapi\.json|reference|problems)(?:[/?]|$)/;
const docsPath = /^\/docs(?:[/?]|$)/;

const importPath = '/engagements/import';

const IMAGES_IN_STYLES = 'data:';

/** Tells browsers and caches what they may do with an answer. */
export class AnswerHeaders {
  private byPath: HeadersByPath = { api: {}, import: {}, open: {}, docs: {} };

  /** @param documentOrigins where Swagger UI gets further documents from, and sends what is tried out of them */
  constructor(
    private readonly settings: Settings,
    private readonly documentOrigins: readonly string[],
  ) {}

  /** Has a server's answers carry them from its start on; `set` is to be called for each. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('onReady', async () => {
      const { api, docs } = await helmetHeaders(this.documentOrigins);
      const varies = this.settings.auth.methods.length === 0 ? [] : ['Authorization'];
      const notKept = { ...api, 'cache-control': 'private, no-store' };
      const kept = { 'cache-control': 'no-cache' };
      this.byPath = {
        api: { ...notKept, ...vary(varies) },
        import: { ...notKept, ...vary(['Accept', ...varies]) },
        open: { ...api, ...kept },
        docs: { ...docs, ...kept },
      };
    });
    allowOwnStyles(fastify);
  }

  /** Sets those of one answer. */
  set({ url }: FastifyRequest, reply: FastifyReply): void {
    void reply.headers(this.byPath[kindOf(url)]);
  }
}

function kindOf(url: string): keyof HeadersByPath {
  if (openPaths.test(url)) {
    return docsPath.test(url) ? 'docs' : 'open';
  }
  return url.startsWith(importPath) ? 'import' : 'api';
}

function vary(names: readonly string[]): Headers {
  return names.length === 0 ? {} : { vary: names.join(', ') };
}

/**
 * What helmet sets, asked of it once: set by itself it took 15 µs and more of each answer (measured with 13.2). No
 * `Strict-Transport-Security`: this server speaks no TLS, and whoever speaks it before us knows whether it always will.
 */
async function helmetHeaders(
  documentOrigins: readonly string[],
): Promise<Pick<HeadersByPath, 'api' | 'docs'>> {
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
  const allow: onSendHookHandler = (_request, reply, payload, done) => {
    const policy = reply.getHeader('content-security-policy');
    const isPage = reply.getHeader('content-type')?.toString().startsWith('text/html') === true;
    if (isPage && typeof payload === 'string' && typeof policy === 'string') {
      const allowed = hashes.get(payload) ?? styleHashes(payload);
      hashes.set(payload, allowed);
      void reply.header(
        'content-security-policy',
        policy.replace("style-src 'self'", `style-src 'self' ${allowed}`),
      );
    }
    done(null, payload);
  };
  fastify.addHook('onRoute', (route) => {
    if (docsPath.test(route.url)) {
      route.onSend = [route.onSend ?? [], allow].flat();
    }
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
