import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/api.js';
import type { SendRequest } from './whole-answer.js';

/** All of the API by type: `api.GET('/engagements/{id}', { params: { path: { id } } })`. */
export type Api = Client<paths>;

/** How a caller signs in: with an API key, or with a token that is asked for anew for each request. */
export type SignIn =
  | { readonly apiKey?: string | undefined; readonly token?: undefined }
  | { readonly apiKey?: undefined; readonly token?: (() => string | Promise<string>) | undefined };

/** @param send sends one request */
export function createApi(baseUrl: string, signIn: SignIn, send: SendRequest): Api {
  const api = createClient<paths>({ baseUrl, fetch: send });
  api.use({
    onRequest: async ({ request }) => {
      const credential = signIn.apiKey ?? (await signIn.token?.());
      if (credential !== undefined) {
        request.headers.set('authorization', `Bearer ${credential}`);
      }
    },
  });
  return api;
}
