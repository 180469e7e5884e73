// The faulty wire at the level of bytes. Goal: each fault does to one message what its name says, and the host behind
// it is told. Method: a real socket on loopback, a host that echoes, faults handed out by the test.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { frame } from '@tillgate/pos-protocol';
import { systemClock } from '../kernel/clock.js';
import { defaultLimits, type Fault, type FaultName, listenForTerminals } from './index.js';

const BODY = new Uint8Array(40).fill(0x60);
const FRAMED = Buffer.from(frame(BODY));
const HOLD_MS = 120;

async function sendOver(name: FaultName) {
  const handled: Array<readonly [body: string, fault: string | undefined]> = [];
  let armed: Fault | undefined = { name, holdMs: HOLD_MS, overtaken: new Promise(() => undefined) };
  const listener = await listenForTerminals({
    ...{ host: '127.0.0.1', port: 0, limits: defaultLimits, clock: systemClock },
    log: () => undefined,
    faults: {
      next: () => {
        const fault = armed;
        armed = undefined;
        return fault;
      },
      answered: () => undefined,
    },
    handle: async (body, _peer, fault) => {
      handled.push([Buffer.from(body).toString('hex'), fault]);
      return { body: BODY };
    },
  });
  after(() => listener.close());
  const socket = connect({ host: '127.0.0.1', port: listener.port });
  let got = Buffer.alloc(0);
  let ended = false;
  const pieces: number[] = [];
  socket.on('data', (chunk: Buffer) => {
    pieces.push(chunk.length);
    got = Buffer.concat([got, chunk]);
  });
  socket.on('end', () => {
    ended = true;
  });
  const began = systemClock.now();
  socket.write(FRAMED);
  const limit = began + 1200;
  while (!ended && got.length < FRAMED.length && systemClock.now() < limit) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const tookMs = systemClock.now() - began;
  socket.destroy();
  return { got, ended, pieces, handled, tookMs };
}

const sent = Buffer.from(BODY).toString('hex');

test('cut: half the answer, then the end', async () => {
  const { got, ended, handled } = await sendOver('cut');
  assert.deepEqual([got.length, ended], [FRAMED.length / 2, true]);
  assert.deepEqual(handled, [[sent, 'cut']]);
});

test('delay: the host works at once, the answer comes late', async () => {
  const { got, tookMs } = await sendOver('delay');
  assert.deepEqual(got, FRAMED);
  assert.ok(tookMs >= HOLD_MS);
});

test('reorder: the host gets the request late, at the latest after the time', async () => {
  const { got, tookMs } = await sendOver('reorder');
  assert.deepEqual(got, FRAMED);
  assert.ok(tookMs >= HOLD_MS);
});

test('duplicate: the host gets it twice, the terminal one answer', async () => {
  const { got, handled } = await sendOver('duplicate');
  assert.deepEqual(got, FRAMED);
  assert.deepEqual(handled, [
    [sent, 'duplicate'],
    [sent, undefined],
  ]);
});

test('flip-byte: the host gets another last bit', async () => {
  const { handled } = await sendOver('flip-byte');
  assert.deepEqual(handled, [[`${sent.slice(0, -2)}61`, 'flip-byte']]);
});

test('wrong-length: the answer is one byte longer than it says', async () => {
  const { got } = await sendOver('wrong-length');
  assert.equal(got.length, FRAMED.length);
  assert.equal(got.readUInt16BE(0), FRAMED.length - 3);
});

test('slow-bytes: every byte by itself', async () => {
  const { got, pieces } = await sendOver('slow-bytes');
  assert.deepEqual(got, FRAMED);
  assert.ok(pieces.length > FRAMED.length / 2, `${pieces.length} pieces`);
});

test('answer-lost: the host works, and nothing comes', async () => {
  const { got, ended, handled } = await sendOver('answer-lost');
  assert.deepEqual([got.length, ended], [0, false]);
  assert.deepEqual(handled, [[sent, 'answer-lost']]);
});
