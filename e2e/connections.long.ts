// Bad neighbours. Goal: ten thousand connections that come and go, a thousand slow ones, frames without end and half
// handshakes take nothing from the payments on other connections, and leave nothing behind. Method: a real host on
// loopback, payments all the while, its heap before and after with the garbage collected.

import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { loadCards, loadTerminals } from './demo-world.fixture.js';
import { type HeapHost, startHeapHost } from './heap-host.harness.js';
import { DataPlace } from './host.harness.js';
import { Load, type LoadReport, signOnAll } from './load.harness.js';

const TERMINALS = 8;
const DROPPED = 10_000;
const DROPPED_AT_ONCE = 100;
const SLOW = 1000;
const OVERSIZE = 500;
const HANDSHAKES = 500;
/** Slow connections are ended ten seconds after their first byte. */
const SLOW_LIMIT_MS = 25_000;
/** Another address than the payments' where the system has one, so that only the bad neighbours meet its limit. */
const ELSEWHERE = process.platform === 'linux' ? { localAddress: '127.0.0.2' } : {};

function dial(port: number): Socket {
  const socket = connect({ host: '127.0.0.1', port, ...ELSEWHERE });
  socket.on('error', () => undefined);
  return socket;
}

/** Sends what it has to say, if anything, once it is connected; resolves when the connection is over. */
function visit(port: number, onConnect: (socket: Socket) => void): Promise<void> {
  const socket = dial(port);
  socket.once('connect', () => onConnect(socket));
  // What the host sends is read and dropped: an unread end would keep the socket open.
  socket.resume();
  return new Promise((over) => socket.once('close', () => over()));
}

async function many(count: number, atOnce: number, one: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await one(next);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function dropped(host: HeapHost, count: number): Promise<void> {
  return many(count, DROPPED_AT_ONCE, (index) =>
    visit(host.posPort, (socket) => {
      // Every third leaves half a length, every third some nonsense, the rest nothing.
      if (index % 3 === 0) socket.write(Uint8Array.of(0));
      if (index % 3 === 1) socket.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
      socket.destroySoon();
    }),
  );
}

function slow(host: HeapHost, count: number): Promise<void> {
  return many(count, count, () =>
    visit(host.posPort, (socket) => {
      socket.write(Uint8Array.of(0, 200));
      const drip = setInterval(() => socket.write(Uint8Array.of(0x60)), 1000);
      socket.once('close', () => clearInterval(drip));
    }),
  );
}

function oversize(host: HeapHost, count: number): Promise<void> {
  return many(count, 50, () => visit(host.posPort, (socket) => socket.write(Buffer.alloc(20_000, 0xff))));
}

function halfHandshakes(host: HeapHost, count: number): Promise<void> {
  return many(count, 50, (index) =>
    visit(host.posTlsPort, (socket) => {
      socket.write(index % 2 === 0 ? Buffer.from('160301020001', 'hex') : Buffer.alloc(100, 1));
      if (index % 2 === 0) socket.destroySoon();
    }),
  );
}

async function paying(host: HeapHost, meanwhile: () => Promise<void>): Promise<LoadReport> {
  const terminals = await signOnAll(loadTerminals(TERMINALS), host.posPort);
  const load = new Load(terminals, loadCards);
  await meanwhile();
  const report = await load.stop();
  for (const terminal of terminals) terminal.close();
  return report;
}

test('bad neighbours take nothing from payments and leave nothing behind', {
  timeout: 600_000,
}, async (context) => {
  const place = new DataPlace();
  after(() => place.remove());
  const host = await startHeapHost(place, TERMINALS);
  const storms = { dropped, slow, oversize, halfHandshakes };
  // Once through, small: what is made once is not growth.
  await paying(host, async () => {
    await Promise.all(Object.values(storms).map((storm) => storm(host, 50)));
    await pause(5000);
  });
  await pause(1000);
  const before = await host.heapBytes();

  for (const [name, storm, count] of [
    ['dropped', dropped, DROPPED],
    ['slow', slow, SLOW],
    ['oversize', oversize, OVERSIZE],
    ['half handshakes', halfHandshakes, HANDSHAKES],
  ] as const) {
    const began = performance.now();
    const { approvals, unanswered, otherCodes } = await paying(host, async () => {
      const over = storm(host, count);
      const late = pause(SLOW_LIMIT_MS * 8, 'late' as const, { ref: false });
      assert.notEqual(await Promise.race([over, late]), 'late', `${name} connections end`);
    });
    const seconds = (performance.now() - began) / 1000;
    context.diagnostic(
      `${count} ${name} in ${seconds.toFixed(1)} s; ${approvals.length} payments approved meanwhile`,
    );
    assert.deepEqual([...otherCodes.keys()], [], name);
    assert.equal(unanswered.length, 0, name);
    assert.ok(approvals.length >= TERMINALS, `payments go on beside ${name} connections`);
  }

  await pause(2000);
  const left = await host.heapBytes();
  context.diagnostic(`heap in use: ${mega(before)} MB before, ${mega(left)} MB after`);
  assert.ok(left <= before * 1.1, 'nothing stays behind');
  await host.stop();
});

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}
