import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Counts a request once it is known who makes it, or that nobody does, and has its answer tell what is left.
 * @throws DomainError `too-many-requests`
 */
export type CountRequest = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
