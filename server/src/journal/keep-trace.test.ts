// What is kept of a message is masked, whatever state the message is in. Goal: no digit of a PAN, track or PIN
// block in the kept form, and every byte in its place. Method: golden messages, whole and cut at every byte.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromHex, maskedHex } from '@tillgate/iso8583';
import { cupPos, parseBody } from '@tillgate/pos-protocol';
import { systemClock } from '../kernel/clock.js';
import { Timeline } from '../kernel/timeline.js';
import type { KeptTrace } from './keep-trace.js';
import { keepTrace, readMessage, readSteps } from './keep-trace.js';

const golden = new URL('../../../packages/pos-protocol/vectors/golden-messages.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(golden, 'utf8')) as {
  cases: ReadonlyArray<{ name: string; hex: string; fields: Readonly<Record<string, string>> }>;
};

function kept(body: Uint8Array): KeptTrace['messages']['request'] {
  const row = keepTrace('632600000001', new Timeline(systemClock), body, body);
  return (row.messages as KeptTrace['messages']).request;
}

for (const { name, hex, fields } of cases) {
  test(`${name}: every byte in its place, masked as the codec masks it`, () => {
    const body = fromHex(hex)!;
    const message = kept(body)!;
    const { envelope, ranges } = parseBody(body);
    assert.equal(message.hex, maskedHex(cupPos, envelope!.message, body, ranges).replaceAll(' ', ''));
    const view = readMessage(message)!;
    const covered = view.fields.reduce((sum, field) => sum + field.end - field.start, 0);
    assert.equal(covered, body.length);
    assert.ok(
      view.fields.every(
        (field) => field.name.zh !== '' && field.start <= field.data && field.data <= field.end,
      ),
    );
  });

  test(`${name}: cut anywhere, nothing sensitive is kept`, () => {
    const body = fromHex(hex)!;
    // More than first 6 and last 4 may show, in one piece.
    const secrets = ['2', '35', '52'].flatMap((field) => fields[field]?.slice(3, 16) ?? []);
    for (let end = 0; end <= body.length; end += 1) {
      const text = JSON.stringify(kept(body.subarray(0, end)));
      for (const secret of secrets) assert.ok(!text.includes(secret), `cut at ${end}`);
    }
  });
}

test('steps come back with their words', () => {
  const [step] = readSteps([['hsm', 'mac.checked', 1.012, 34]]);
  assert.deepEqual(
    [step?.words.en, step?.message, step?.micros],
    ["checked the request's MAC", 'request', 1012],
  );
  assert.equal(readSteps([['hsm', 'of-an-older-host', 1, 1]])[0]?.words.en, 'of-an-older-host');
});

test('a duration is never kept as the digits of a PIN', () => {
  let micros = 0;
  const timeline = new Timeline({
    ...systemClock,
    micros: () => {
      micros += 1357;
      return micros;
    },
  });
  timeline.did('issuer', 'pin.checked');
  const { steps } = keepTrace('r', timeline, new Uint8Array(0), new Uint8Array(0));
  assert.ok(!/\b1357\b/.test(JSON.stringify(steps)), JSON.stringify(steps));
  assert.equal(readSteps(steps as KeptTrace['steps'])[0]?.micros, 1357);
});
