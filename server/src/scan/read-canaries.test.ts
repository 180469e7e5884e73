// Goal: what people write into a file of canaries is understood, and what is not is refused without repeating it.
// Method: each accepted way once, then the demo world, then ways to get it wrong.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoWorld } from '../demo/index.js';
import { readCanaries, readNumbers } from './read-canaries.js';

const pan = '6299990001000032';
const key = '61F13B4AC45B4FEC31268054DA08645D';

function understood(text: string): string[] {
  return readCanaries(text).map((canary) => `${canary.kind} ${canary.reveal()}`);
}

test('lines: a value, or a kind and a value', () => {
  const text = `\uFEFF# canaries\n${pan}\r\npan 6299 9900 0000 1000 011  # with groups\n1357\nPIN: 012345
927
cvv2=111\n${key.toLowerCase()}\npin-block 7F2C19D04EAB6358
;${pan}=3012220123?\ntrack2 ${pan}D301222\ntmk,${key}1\n`;
  assert.throws(() => readCanaries(text), /line 12/);
  assert.deepEqual(understood(text.replace(`tmk,${key}1`, 'zpk,0123456789ABCDEF')), [
    `pan ${pan}`,
    'pan 6299990000001000011',
    'pin 1357',
    'pin 012345',
    'cvv 927',
    'cvv 111',
    `key ${key}`,
    'pin-block 7F2C19D04EAB6358',
    `track ${pan}=3012220123`,
    `track ${pan}=301222`,
    'key 0123456789ABCDEF',
  ]);
});

test('JSON: lists under names, objects with kind and value, names of keys, bare values', () => {
  const lists = { pans: [pan], pins: ['1357', 2468], keys: [key], tracks: [`${pan}=301222`], cvvs: ['927'] };
  const listed = [`pan ${pan}`, 'pin 1357', 'pin 2468', `key ${key}`, `track ${pan}=301222`, 'cvv 927'];
  assert.deepEqual(understood(JSON.stringify(lists)), listed);
  const objects = [
    { kind: 'PAN', value: pan },
    { type: 'pin_block', value: '7F2C19D04EAB6358' },
    { lmk: { value: key, kcv: '1F0065' } },
  ];
  const declared = [`pan ${pan}`, 'pin-block 7F2C19D04EAB6358', `key ${key}`];
  assert.deepEqual(understood(JSON.stringify({ canaries: objects })), declared);
  assert.deepEqual(understood(JSON.stringify([pan, '1357', '927'])), [`pan ${pan}`, 'pin 1357', 'cvv 927']);
});

test('the demo world: every card, PIN and key, and nothing else', () => {
  const cards = demoWorld.cards.map(({ pan: number }) => number);
  const pins = new Set(demoWorld.cards.map(({ pin }) => pin));
  const canaries = readCanaries(JSON.stringify(demoWorld));
  const of = (kind: string): string[] =>
    canaries.filter((one) => one.kind === kind).map((one) => one.reveal());
  assert.deepEqual(of('pan'), cards);
  assert.deepEqual(new Set(of('pin')), pins);
  // Each bank's ZPK, PVK, IMK and CVK; each terminal's TMK.
  assert.equal(of('key').length, 4 * demoWorld.issuers.length + demoWorld.terminals.length);
  assert.equal(canaries.length, of('pan').length + of('pin').length + of('key').length);
});

test('what is empty or not understood is refused, without the value', () => {
  for (const text of [
    '',
    '# nothing\n',
    '{}',
    '[]',
    '{"pans":[]}',
    '{"pan":"6299',
    '[{"kind":"pan","value":"62x"}]',
  ]) {
    assert.throws(() => readCanaries(text), { code: 'TG_SCAN_CANARIES' }, text);
  }
  assert.throws(
    () => readCanaries('pan 62999900010000XX'),
    (error: Error) => !error.message.includes('6299'),
  );
});

test('a canary prints masked', () => {
  const [card, secret] = readCanaries(`${pan}\n${key}`);
  assert.equal(`${card}`, 'PAN 629999******0032');
  assert.equal(JSON.stringify(secret), '"key ****…"');
});

test('a list of numbers', () => {
  assert.deepEqual(readNumbers('# none of these is a card\n6299 9900 0100 0032 # an order\n\n'), [pan]);
});
