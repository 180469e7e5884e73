// The live list: one server-sent event a transaction, with its sequence as the event's id. A page that was
// away names the last id it saw and gets what it missed first.

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpPorts } from './ports.js';
import { requirePerson, tokenOf } from './require-person.js';

const HEARTBEAT_MS = 15_000;
/** Rows that one reconnect may catch up on; a page that missed more reloads its list. */
const CATCH_UP_ROWS = 200;
/** Events of one moment go out together: a screen is read by people. */
const GATHER_MS = 100;

export async function streamTransactions(
  ports: HttpPorts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (!(await requirePerson(ports, request, reply))) return;
  reply.hijack();
  const out = reply.raw;
  out.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  });
  out.write(': open\n\n');
  const send = (summary: { sequence: number }): void => {
    out.write(`id: ${summary.sequence}\ndata: ${JSON.stringify(summary)}\n\n`);
  };
  const seen = Number(request.headers['last-event-id'] ?? Number.NaN);
  if (Number.isSafeInteger(seen)) {
    const { transactions } = await ports.list({ limit: CATCH_UP_ROWS, before: undefined, search: undefined });
    for (const row of [...transactions].reverse()) if (row.sequence > seen) send(row);
  }
  let gathered = new Set<string>();
  const flush = async (): Promise<void> => {
    const rrns = gathered;
    gathered = new Set();
    for (const rrn of rrns) {
      const row = await ports.summary(rrn);
      if (row && !out.destroyed) send(row);
    }
  };
  const stop = ports.events.subscribe(({ rrn }) => {
    if (gathered.size === 0) ports.after(GATHER_MS, () => void flush().catch(ports.failed));
    // Under load a screen shows the newest; the list has the rest.
    if (gathered.size < CATCH_UP_ROWS) gathered.add(rrn);
  });
  const token = tokenOf(request);
  const beat = async (): Promise<void> => {
    // A page left open is nobody at the desk: the stream ends with the session, and does not keep it alive.
    const isOpen = token === undefined || (await ports.sessions.isOpen(token).catch(() => false));
    if (out.destroyed) return;
    if (!isOpen) {
      out.end();
      return;
    }
    out.write(': beat\n\n');
    cancelBeat = ports.after(HEARTBEAT_MS, () => void beat());
  };
  let cancelBeat = ports.after(HEARTBEAT_MS, () => void beat());
  out.on('close', () => {
    stop();
    cancelBeat();
  });
}
