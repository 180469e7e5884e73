// The link against bad peers: each ends with one line and a closed connection, and good ones go on. Method: real
// sockets on loopback, small limits, a handler that echoes.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { frame } from '@tillgate/pos-protocol';
import { systemClock } from '../kernel/clock.js';
import { defaultLimits, type LinkLimits, listenForTerminals } from './index.js';

const BODY = new Uint8Array(40).fill(0x60);

async function listen(limits: Partial<LinkLimits> = {}) {
  const lines: string[] = [];
  let handled = 0;
  const listener = await listenForTerminals({
    host: '127.0.0.1',
    port: 0,
    limits: { ...defaultLimits, ...limits },
    clock: systemClock,
    faults: undefined,
    handle: async (body) => {
      handled += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return body[20] === 1 ? { close: 'planted' } : { body };
    },
    log: (line) => lines.push(line),
  });
  after(() => listener.close());
  return { listener, lines, handled: () => handled };
}

function dial(port: number): Socket {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  return socket;
}

/** Resolves when the connection is over, however it ended: a reset is one way of closing. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** Everything the peer gets until it has `count` bytes. */
async function read(socket: Socket, count: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < count) {
    const [chunk] = (await once(socket, 'data')) as [Uint8Array];
    chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks);
}

test('frames are answered whether they come in one piece, byte by byte or together', async () => {
  const { listener } = await listen();
  const socket = dial(listener.port);
  const bytes = frame(BODY);
  socket.write(bytes);
  assert.deepEqual(await read(socket, bytes.length), Buffer.from(bytes));
  socket.setNoDelay(true);
  for (const byte of bytes) socket.write(Uint8Array.of(byte));
  assert.deepEqual(await read(socket, bytes.length), Buffer.from(bytes));
  socket.write(Buffer.concat([bytes, bytes, bytes]));
  assert.equal((await read(socket, 3 * bytes.length)).length, 3 * bytes.length);
  socket.destroy();
});

for (const [what, bytes] of [
  ['a frame over the limit', Uint8Array.of(0x7f, 0xff)],
  ['a frame too short to be a message', Uint8Array.of(0, 1, 0x60)],
] as const) {
  test(`${what} closes the connection with one line, and others go on`, async () => {
    const { listener, lines, handled } = await listen();
    const good = dial(listener.port);
    const bad = dial(listener.port);
    bad.write(bytes);
    await closed(bad);
    assert.equal(lines.length, 1);
    assert.equal(handled(), 0);
    good.write(frame(BODY));
    assert.equal((await read(good, BODY.length + 2)).length, BODY.length + 2);
    good.destroy();
  });
}

test('half a frame is given its time from its first byte, however slowly more comes', async () => {
  const { listener, lines } = await listen({ halfFrameMs: 120 });
  const socket = dial(listener.port);
  socket.write(Uint8Array.of(0, 200));
  const drip = setInterval(() => socket.write(Uint8Array.of(0x60)), 30);
  const start = systemClock.now();
  await closed(socket);
  clearInterval(drip);
  assert.ok(systemClock.now() - start < 2000);
  assert.match(lines[0] ?? '', /half a frame/);
});

test('connections above the limit are refused', async () => {
  const { listener, lines } = await listen({ connections: 2 });
  const kept = [dial(listener.port), dial(listener.port)];
  await Promise.all(kept.map((socket) => once(socket, 'connect')));
  const extra = dial(listener.port);
  await closed(extra);
  assert.match(lines[0] ?? '', /^refused .*2 connections/);
  for (const socket of kept) socket.destroy();
});

test('a silent connection is closed', async () => {
  const { listener, lines } = await listen({ idleMs: 80 });
  const socket = dial(listener.port);
  await closed(socket);
  assert.match(lines[0] ?? '', /silent/);
});

test('a message that cannot be answered closes its connection only', async () => {
  const { listener, lines } = await listen();
  const socket = dial(listener.port);
  const bad = BODY.slice();
  bad[20] = 1;
  socket.write(frame(bad));
  await closed(socket);
  assert.match(lines[0] ?? '', /planted$/);
});

test('closing answers what is under way first', async () => {
  const { listener } = await listen();
  const socket = dial(listener.port);
  await once(socket, 'connect');
  socket.write(frame(BODY));
  const answered = read(socket, BODY.length + 2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await listener.close();
  assert.equal((await answered).length, BODY.length + 2);
});
