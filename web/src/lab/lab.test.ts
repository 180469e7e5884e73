// The message lab without its screen: what is built reads back, what is pasted is masked and covered by fields,
// and two messages are compared field by field.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialects } from '@tillgate/doctor';
import { buildMessage, firstDraft, posField } from './build-message.js';
import { compareFields } from './compare-messages.js';
import { bytesOf, readMessage } from './read-message.js';

const [pos, ascii] = dialects;
const draft = { ...firstDraft, fields: [...firstDraft.fields, posField] };

function hexOf(built: ReturnType<typeof buildMessage>): string {
  assert.ok('hex' in built, JSON.stringify(built));
  return built.hex;
}

test('a message that was built reads back without a mistake, in each dialect that has its fields', () => {
  const read = readMessage(bytesOf(hexOf(buildMessage(pos!, draft)))!, undefined);
  assert.deepEqual([read.mti, read.diagnosis.causes, read.diagnosis.dialect[0]?.id], ['0200', [], 'cup-pos']);
  assert.equal(read.fields.find(({ field }) => field === '4')?.value, '000000001234');
  const other = readMessage(bytesOf(hexOf(buildMessage(ascii!, firstDraft)))!, undefined);
  assert.equal(other.diagnosis.dialect[0]?.id, 'iso-1987-ascii');
});

test('every byte belongs to a field, and a card number is hidden in both places', () => {
  const bytes = bytesOf(hexOf(buildMessage(pos!, draft)))!;
  const { fields, hex } = readMessage(bytes, undefined);
  for (let at = 0; at < bytes.length; at += 1) {
    assert.ok(
      fields.some(({ start, end }) => at >= start && at < end),
      `byte ${at}`,
    );
  }
  assert.equal(hex.length, bytes.length * 2);
  assert.ok(!`${JSON.stringify(fields)}${hex}`.includes('6299990000001000'));
  assert.match(fields.find(({ field }) => field === '2')?.value ?? '', /^629999\*+0011$/);
});

test('what does not fit names its field', () => {
  const wrong = (fields: typeof draft.fields) => buildMessage(pos!, { ...draft, fields });
  assert.deepEqual(wrong([{ field: 4, text: '12' }]), {
    field: '4',
    expected: 'exactly 12 digits',
    got: '2',
  });
  assert.equal((wrong([{ field: 52, text: 'XY' }]) as { field: string }).field, '52');
  assert.equal((wrong([{ field: 127, text: '1' }]) as { field: string }).field, '127');
  assert.equal((buildMessage(pos!, { ...draft, mti: '20' }) as { field: string }).field, 'mti');
});

test('two messages: what one lacks, and what differs, in the order of the fields', () => {
  const changed = draft.fields
    .filter(({ field }) => field !== 25)
    .map((one) => (one.field === 11 ? { field: 11, text: '000002' } : one));
  const [left, right] = [draft, { ...draft, fields: changed }].map(
    (one) => readMessage(bytesOf(hexOf(buildMessage(pos!, one)))!, undefined).fields,
  );
  const rows = compareFields(left!, right!).filter(({ differs }) => differs);
  assert.deepEqual(
    rows.map(({ field, left: one, right: other }) => [field, one, other]),
    [
      ['length', '0052', '0051'],
      [
        'bitmap',
        left!.find(({ field }) => field === 'bitmap')?.value,
        right!.find(({ field }) => field === 'bitmap')?.value,
      ],
      ['11', '000001', '000002'],
      ['25', '00', undefined],
    ],
  );
});

test('pasted text may have spaces, colons and 0x; anything else is refused', () => {
  assert.deepEqual(bytesOf('0x02 0x00:aB\n'), Uint8Array.of(2, 0, 0xab));
  assert.equal(bytesOf('020'), undefined);
  assert.equal(bytesOf('hello'), undefined);
  assert.equal(bytesOf('  '), undefined);
});
