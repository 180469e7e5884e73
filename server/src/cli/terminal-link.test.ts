// Goal: the line says `not-sent` only when no byte can have left. Method: hosts that are not there, hang up,
// stay silent, or answer in pieces.

import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { frame } from '@tillgate/pos-protocol';
import { tcpLink } from './terminal-link.js';

const request = frame(new Uint8Array(30).fill(0x60));

async function withHost(onConnection: (socket: Socket) => void, work: (port: number) => Promise<void>) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work((server.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

test('an answer in pieces comes back whole; the stages are told', () =>
  withHost(
    (socket) => {
      socket.on('data', (sent) => {
        assert.deepEqual(Uint8Array.from(sent), request);
        const answer = frame(new Uint8Array(40).fill(7));
        socket.write(answer.subarray(0, 1));
        setTimeout(() => socket.write(answer.subarray(1)), 10);
      });
    },
    async (port) => {
      const stages: string[] = [];
      const answer = await tcpLink('127.0.0.1', port).exchange(request, 2000, (stage) => stages.push(stage));
      assert.deepEqual(answer, frame(new Uint8Array(40).fill(7)));
      assert.deepEqual(stages, ['sending', 'waiting']);
    },
  ));

test('nobody listens: not sent', async () => {
  let free = 0;
  await withHost(
    () => undefined,
    async (port) => {
      free = port;
    },
  );
  await assert.rejects(
    tcpLink('127.0.0.1', free).exchange(request, 500, () => undefined),
    { kind: 'not-sent' },
  );
});

for (const [why, onConnection] of [
  ['hangs up at once', (socket: Socket) => socket.destroy()],
  ['hangs up after reading', (socket: Socket) => socket.on('data', () => socket.end())],
  ['stays silent', () => undefined],
  ['answers nonsense', (socket: Socket) => socket.write(Uint8Array.of(0xff, 0xff, 1, 2))],
] as const) {
  test(`a host that ${why}: no answer`, () =>
    withHost(onConnection, async (port) => {
      const exchange = tcpLink('127.0.0.1', port).exchange(request, 200, () => undefined);
      await assert.rejects(exchange, { kind: 'no-answer' });
    }));
}
