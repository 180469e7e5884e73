// The web's door: the console's interface, the pages, and the pass-through for the terminal in the browser.
// It reads; the only things it changes are passwords and sessions. Money moves on the terminals' link alone.

import fastifyStatic from '@fastify/static';
import fastifyWebsocket from '@fastify/websocket';
import { type FastifyInstance, fastify } from 'fastify';
import { isGone } from '../store/index.js';
import { sendError } from './errors.js';
import type { HttpPorts } from './ports.js';
import { routes } from './routes.js';
import { streamTransactions } from './stream-transactions.js';

/** Everything comes from this host itself: no foreign script, style, frame or connection. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

export async function createHttpServer(ports: HttpPorts): Promise<FastifyInstance> {
  const app = fastify({ logger: false, bodyLimit: 64 * 1024, forceCloseConnections: true });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) ports.failed(error);
    if (isGone(error)) return sendError(reply, 503, 'TG_STORE_GONE');
    return sendError(reply, status, status >= 500 ? 'TG_INTERNAL' : 'TG_BAD_REQUEST');
  });
  app.setNotFoundHandler((_request, reply) => sendError(reply, 404, 'TG_NOT_FOUND'));
  await app.register(fastifyWebsocket, { options: { maxPayload: 16 * 1024 } });
  await app.register(fastifyStatic, {
    root: ports.pagesFolder,
    index: ['index.html'],
    cacheControl: false,
    setHeaders: (reply, path) => {
      // Names of built assets carry their hash; pages must always be asked for.
      reply.header(
        'cache-control',
        /\/assets\//.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  await app.register(routes, { ports, prefix: '/api' });
  app.get('/api/events', async (request, reply) => streamTransactions(ports, request, reply));
  return app;
}
