import request, { type Response } from 'supertest';
import type { MarkedScene } from './marked-scene.js';

export const post = ({ url }: MarkedScene, body: object, query = '') =>
  request(url).post(`/engagements${query}`).send(body);
export const idOf = ({ body }: Response) => String(body.id ?? body.engagementId);
export const at = ({ url }: MarkedScene, path: string) => request(url).get(`/engagements${path}`);
