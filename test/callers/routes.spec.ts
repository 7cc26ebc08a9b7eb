import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module.js';
import type { Access } from '../../src/auth/access.decorator.js';
import { type Scope, scopes } from '../../src/auth/scopes.js';
import { loadSettings } from '../../src/config/load-settings.js';
import { configureApp, createAdapter } from '../../src/configure-app.js';
import { openApiDocument } from '../../src/openapi/openapi-document.js';
import { type TestApi, startApi } from '../support/api.js';
import { createKey } from '../support/callers.js';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly access: Access | undefined;
}

const settings = loadSettings({ DATABASE_URL: 'postgresql://localhost/none', LOG_LEVEL: 'silent' });

let routes: Route[];
let operations: Map<string, { security?: object[]; 'x-required-scope'?: string; responses: object }>;
let api: TestApi;

beforeAll(async () => {
  const app = await appWith();
  routes = app.routes;
  operations = new Map(
    Object.entries(openApiDocument(app.nest).paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => [
        `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        operation,
      ]),
    ),
  );
  await app.nest.close();
  api = await startApi({ AUTH: 'api-key' });
});
afterAll(() => api.close());

/** The application as it runs, with every route that it has. */
async function appWith(addRoute?: (app: NestFastifyApplication) => void) {
  const adapter = createAdapter(settings);
  const found: Route[] = [];
  adapter.getInstance().addHook('onRoute', ({ method, url, config }) => {
    // Those that each path refuses: test/edge/methods.spec.ts.
    for (const one of Array.isArray(method) && method.includes('TRACE') ? [] : [method].flat()) {
      found.push({ method: one, path: url, access: config?.access });
    }
  });
  const nest = await NestFactory.create<NestFastifyApplication>(AppModule.with(settings), adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: false,
  });
  configureApp(nest);
  addRoute?.(nest);
  await nest.init();
  return { nest, routes: found };
}

/** An address that leads to a route, whether or not there is anything. */
const addressOf = (path: string) =>
  path
    .replace(':code', 'forbidden')
    .replaceAll(/:\w+/g, '01900000-0000-7000-8000-000000000000')
    .replace('*', 'x');

const call = ({ method, path }: Route, headers: Record<string, string> = {}) =>
  fetch(`${api.url}${addressOf(path)}`, { method, headers, redirect: 'manual' });

describe('every route', () => {
  it('says who may use it, or is one of those outside the controllers that are open to all', () => {
    const outside = routes.filter(({ access }) => access === undefined).map(({ path }) => path);
    expect(routes.length).toBeGreaterThan(40);
    expect(
      outside.filter((path) => !/^\/$|^\/openapi\.json$|^\/docs(-json|-yaml)?(\/|$)/.test(path)),
    ).toEqual([]);
    expect(outside).toEqual(expect.arrayContaining(['/', '/docs', '/openapi.json']));
  });

  it('lets nobody in without a credential, unless it is open to all', async () => {
    for (const route of routes) {
      const { status } = await call(route);
      const isOpen = (route.access ?? 'open') === 'open';
      expect({ ...route, isRefused: status === 401 }).toEqual({ ...route, isRefused: !isOpen });
    }
  });

  it('lets nobody in with all scopes but its own', async () => {
    const { headers: without } = await createKey(api.database, { scopes: ['engagements:submit:aws'] });
    for (const scope of scopes) {
      const others = scopes.filter(
        (other) => other !== scope && !(scope === 'engagements:read' && other === 'engagements:admin'),
      );
      const { headers } = await createKey(api.database, { scopes: others });
      for (const route of routes.filter(({ access }) => access === scope)) {
        expect({ ...route, status: (await call(route, headers)).status }).toEqual({ ...route, status: 403 });
        expect({ ...route, status: (await call(route, without)).status }).toEqual({ ...route, status: 403 });
      }
    }
  });

  it('has its HEAD of the same access as its GET', () => {
    const heads = routes.filter(({ method }) => method === 'HEAD');
    expect(heads.length).toBeGreaterThan(10);
    for (const { path, access } of heads) {
      expect(routes).toContainEqual({ method: 'GET', path, access });
    }
  });

  it('has its scope in the API’s document, with both ways to sign in', () => {
    const taking = routes.filter(
      (route): route is Route & { access: Scope } =>
        route.method !== 'HEAD' && route.access !== undefined && route.access !== 'open',
    );
    for (const { method, path, access } of taking) {
      const operation = operations.get(`${method} ${path}`);
      expect(operation).toMatchObject({
        'x-required-scope': access,
        security: [{ apiKey: [access] }, { oidc: [access] }],
        description: expect.stringContaining(`Scope: \`${access}\``),
      });
      expect(Object.keys(operation?.responses ?? {})).toEqual(
        expect.arrayContaining(['401', '403', '429', '503']),
      );
    }
    const open = routes.filter(({ method, access }) => method === 'GET' && access === 'open');
    for (const { method, path } of open) {
      expect(operations.get(`${method} ${path}`)?.security).toBeUndefined();
    }
  });
});

it('does not start with a route that does not say who may use it', async () => {
  const start = appWith((app) => {
    app
      .getHttpAdapter()
      .getInstance()
      .get('/backdoor', () => 'open');
  });
  await expect(start).rejects.toThrow('GET /backdoor does not say who may use it');
});
