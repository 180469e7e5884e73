// Captures of a made-up connection: pieces out of order, repeated and cut, requests and answers matched, one
// message broken, in each file format; and files that are none.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pack } from '@tillgate/iso8583';
import { cupPos } from '@tillgate/pos-protocol';
import fc from 'fast-check';
import { framed, joined } from './broken.fixture.js';
import { blockCapture, classicCapture, type Sent } from './capture.fixture.js';
import { drawFrom, goodPosMessage } from './good.fixture.js';
import { examineCapture } from './index.js';

const FRONT = Uint8Array.of(0x60, 0x00, 0x12, 0x00, 0x00, 0x61, 0x31, 0x00, 0x31, 0x10, 0x00);
const draw = drawFrom(11);

function purchase(trace: string) {
  for (;;) {
    const message = goodPosMessage(draw);
    if (message.mti === '0200') return message.set(11, trace).set(41, '10000001');
  }
}

const answerTo = (request: ReturnType<typeof purchase>) => {
  const answer = request.clone('0210').set(39, '00');
  for (const field of [2, 14, 26, 35, 52, 53, 55]) answer.delete(field);
  return answer;
};

const first = purchase('000001');
const second = purchase('000002');
const body = (message: typeof first): Uint8Array => framed(joined(FRONT, pack(cupPos, message)));
const requests = joined(body(first), body(second));
const answer = body(answerTo(first));

/** The requests in three pieces, the second one early and once more; the answer to the first 120 ms later. */
const sent: readonly Sent[] = [
  { from: 'client', at: 1_000, offset: 0, payload: requests.subarray(0, 50) },
  { from: 'client', at: 1_020, offset: 90, payload: requests.subarray(90) },
  { from: 'client', at: 1_010, offset: 50, payload: requests.subarray(50, 90) },
  { from: 'client', at: 1_030, offset: 50, payload: requests.subarray(50, 90) },
  { from: 'server', at: 1_140, offset: 0, payload: answer },
];

for (const [format, file] of [
  ['classic, big endian', classicCapture(sent, false)],
  ['classic, little endian', classicCapture(sent, true)],
  ['pcapng', blockCapture(sent)],
] as const) {
  test(`${format}: one connection, its framing and dialect, requests with their answers`, () => {
    const { connections, problem } = examineCapture(file);
    assert.equal(problem, undefined);
    const [connection, ...more] = connections;
    assert.ok(connection && more.length === 0);
    assert.deepEqual([connection.client, connection.server], ['127.0.0.1:40001', '127.0.0.2:8583']);
    assert.deepEqual([connection.framing.id, connection.dialect], ['binary-2', 'cup-pos']);
    assert.deepEqual(
      connection.exchanges.map((one) => [one.request.trace, one.tookMs]),
      [
        ['000001', 120],
        ['000002', undefined],
      ],
    );
    assert.deepEqual(
      connection.messages.flatMap((one) => one.diagnosis.causes),
      [],
    );
    assert.deepEqual([connection.leftover, connection.hasGap], [{ client: 0, server: 0 }, false]);
  });
}

test('a piece that was never captured ends the stream there, and says so', () => {
  const { connections } = examineCapture(
    classicCapture(
      sent.filter(({ offset }) => offset !== 50),
      true,
    ),
  );
  assert.equal(connections[0]?.hasGap, true);
});

test('a broken message among good ones is diagnosed, and an answer without its request is told', () => {
  const broken = body(first);
  broken[13] = 0x99; // the first byte of the bitmap
  const { connections } = examineCapture(
    classicCapture(
      [
        { from: 'client', at: 1_000, offset: 0, payload: joined(body(second), broken) },
        { from: 'server', at: 1_001, offset: 0, payload: answer },
      ],
      true,
    ),
  );
  const [connection] = connections;
  assert.equal(connection?.messages[1]?.diagnosis.reading?.clean === true, false);
  assert.deepEqual(
    connection?.strayAnswers.map(({ trace }) => trace),
    ['000001'],
  );
});

test('files that are none, or cut, or bent anywhere, end in a problem and never in an error', () => {
  assert.equal(examineCapture(new Uint8Array(10)).problem, 'shorter than the header of a capture file');
  assert.equal(examineCapture(new Uint8Array(40)).problem, 'no capture file');
  const files = [classicCapture(sent.slice(0, 1), true), blockCapture(sent.slice(0, 1))];
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
      fc.nat(),
      (file, bent, cut) => {
        const bytes = file.slice(0, cut % (file.length + 1));
        for (const [at, byte] of bent) if (bytes.length > 0) bytes[at % bytes.length] = byte;
        const { packets, connections } = examineCapture(bytes);
        // The record of a packet has sixteen bytes of its own.
        assert.ok(packets * 16 <= bytes.length && connections.length <= packets);
      },
    ),
    { numRuns: 300 },
  );
});
