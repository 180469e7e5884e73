// One message over HTTPS: POST / with the content type of the dialect, whose body is the same bytes as a frame. A
// connection carries one exchange, so that a terminal which stops in the middle holds nothing for long.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { FrameReader, frame } from '@tillgate/pos-protocol';
import type { ConnectionOptions } from './connection.js';
import { peerName } from './doorkeeper.js';
import type { CertifiedPeer } from './peer.js';

export const CONTENT_TYPE = 'x-ISO-TPDU/x-auth';

export interface HttpExchange {
  /** Takes over a socket whose first bytes were put back. */
  serve(socket: Socket, peer: CertifiedPeer): Served;
}

export interface Served {
  /** The exchange under way is answered, or none is under way; then the socket ends. */
  finish(): Promise<void>;
}

interface Exchange {
  readonly peer: CertifiedPeer;
  readonly stopWaiting: () => void;
  answering: Promise<void> | undefined;
}

const LENGTH_BYTES = 2;
const HEADER_BYTES_MAX = 8192;

export function createHttpExchange({ limits, clock, handle, log }: ConnectionOptions): HttpExchange {
  const exchanges = new WeakMap<Socket, Exchange>();
  const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX }, (request, response) => {
    response.shouldKeepAlive = false;
    const exchange = exchanges.get(request.socket);
    if (!exchange || exchange.answering) return refuse(response, 400);
    exchange.answering = answer(request, response, exchange).catch(() => void request.socket.destroy());
  });

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
  ): Promise<void> {
    const status = statusOf(request);
    if (status !== 200) return refuse(response, status);
    const bytes = await bodyOf(request, LENGTH_BYTES + limits.frameBytes);
    exchange.stopWaiting();
    const body = bytes && onlyBody(bytes, limits.frameBytes);
    if (!body) return refuse(response, bytes ? 400 : 413);
    const peer = { address: request.socket.remoteAddress, certified: exchange.peer };
    const reply = await handle(body, peer);
    if ('close' in reply) {
      log(`closed ${peerName(request.socket)}: ${reply.close}`);
      request.socket.destroy();
      return;
    }
    if (request.socket.destroyed) {
      reply.undelivered?.();
      return;
    }
    const framed = frame(reply.body);
    response.writeHead(200, { 'content-type': CONTENT_TYPE, 'content-length': framed.length });
    await new Promise<void>((sent) => {
      response.once('close', sent);
      response.end(framed);
    });
  }

  return {
    serve(socket, peer) {
      const stopWaiting = clock.after(limits.halfFrameMs, () => {
        log(`closed ${peerName(socket)}: half a request after ${limits.halfFrameMs} ms`);
        socket.destroy();
      });
      const exchange: Exchange = { peer, stopWaiting, answering: undefined };
      exchanges.set(socket, exchange);
      socket.once('close', stopWaiting);
      server.emit('connection', socket);
      return {
        async finish() {
          await exchange.answering;
          socket.destroySoon();
        },
      };
    },
  };
}

function statusOf({ method, url, headers }: IncomingMessage): number {
  if (url !== '/') return 404;
  if (method !== 'POST') return 405;
  return headers['content-type']?.toLowerCase() === CONTENT_TYPE.toLowerCase() ? 200 : 415;
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0 });
  response.end();
}

/** Undefined when there is more than the limit. */
async function bodyOf(request: IncomingMessage, limitBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > limitBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body of exactly one frame. */
function onlyBody(bytes: Uint8Array, frameBytes: number): Uint8Array | undefined {
  const reader = new FrameReader(frameBytes);
  const [body, ...more] = reader.push(bytes);
  const isOne = more.length === 0 && reader.pendingBytes === 0 && reader.broken === undefined;
  return isOne ? body : undefined;
}
