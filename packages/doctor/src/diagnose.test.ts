// The examination of the doctor: five hundred messages broken in known ways, from a seed that is not fixed; and
// good ones, of which it must say that nothing is wrong. The seed of a failure is printed with it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, pack } from '@tillgate/iso8583';
import { iso1987Ascii, iso1987Ebcdic, iso1993Bcd } from '@tillgate/iso8583/specs';
import { cupPos } from '@tillgate/pos-protocol';
import { breaks, framed, joined } from './broken.fixture.js';
import { drawFrom, goodAsciiMessage, goodPosMessage } from './good.fixture.js';
import { diagnose } from './index.js';

const seed = Number(process.env.TILLGATE_SEED ?? Date.now() % 2 ** 31);
const FRONT = fromHex('6000120000613100311000')!;

test(`the right mistake first in nine of ten of 500 broken messages, seed ${seed}`, () => {
  const draw = drawFrom(seed);
  const missed = new Map<string, string[]>();
  let named = 0;
  let made = 0;
  for (let turn = 0; made < 500; turn += 1) {
    const broken = breaks[turn % breaks.length]!(draw);
    if (broken === undefined) continue;
    made += 1;
    const [first] = diagnose(broken.bytes).causes;
    const right = first !== undefined && broken.causes.includes(first.id);
    if (right && (broken.field === undefined || broken.field === first.field)) named += 1;
    else {
      const key = `${broken.causes[0]}`;
      missed.set(key, [...(missed.get(key) ?? []), `${broken.field}: ${first?.id} ${first?.field}`]);
    }
  }
  const tally = [...missed].map(([kind, said]) => `${kind} (${said.length}): ${said.slice(0, 4).join('; ')}`);
  assert.ok(named >= 450, `${named} of 500; missed:\n${tally.join('\n')}`);
});

test('good messages: what they are is named, and nothing is wrong with them', () => {
  const draw = drawFrom(seed);
  for (let turn = 0; turn < 60; turn += 1) {
    const pos = diagnose(framed(joined(FRONT, pack(cupPos, goodPosMessage(draw)))));
    assert.deepEqual(pos.causes, [], `seed ${seed}, turn ${turn}`);
    assert.deepEqual(
      [pos.framing[0]?.id, pos.header[0]?.id, pos.dialect[0]?.id],
      ['binary-2', 'tpdu-header', 'cup-pos'],
    );
    const ascii = diagnose(framed(pack(iso1987Ascii, goodAsciiMessage(draw))));
    assert.deepEqual(ascii.causes, [], `seed ${seed}, turn ${turn}`);
    assert.deepEqual([ascii.header[0]?.id, ascii.dialect[0]?.id], ['none', 'iso-1987-ascii']);
    const ebcdic = diagnose(pack(iso1987Ebcdic, goodAsciiMessage(draw)));
    assert.equal(ebcdic.dialect[0]?.id, 'iso-1987-ebcdic');
  }
});

test('settings that show in a message tell its profile', () => {
  const purchase = () => {
    for (const draw = drawFrom(3); ; ) {
      const message = goodPosMessage(draw);
      if (message.mti === '0200') return message.set(64, new TextEncoder().encode('1A2B3C4D'));
    }
  };
  const profileOf = (bytes: Uint8Array) => diagnose(bytes).profile[0]?.id;
  const whole = (message: ReturnType<typeof purchase>) => framed(joined(FRONT, pack(cupPos, message)));
  assert.equal(profileOf(whole(purchase())), 'cup-pos');
  assert.equal(profileOf(whole(purchase().set(60, '22000001000'))), 'cup-pos-legacy');
  const bare = purchase().set(60, '22000001000600000').set(64, new TextEncoder().encode('1a2b3c4d'));
  assert.equal(profileOf(framed(pack(cupPos, bare))), 'cup-pos-bare');
  assert.equal(profileOf(framed(pack(iso1987Ascii, goodAsciiMessage(drawFrom(3))))), 'iso-1987-ascii');
});

test('the version is told by the message type', () => {
  const message = goodAsciiMessage(drawFrom(7)).clone('1100');
  for (const field of [7, 12, 13, 22, 25, 43, 39, 52]) message.delete(field);
  const { dialect } = diagnose(framed(pack(iso1993Bcd, message)));
  assert.equal(dialect[0]?.id, 'iso-1993-bcd');
});

test('any bytes get a diagnosis, soon', () => {
  const draw = drawFrom(seed);
  for (let turn = 0; turn < 200; turn += 1) {
    const bytes = Uint8Array.from({ length: draw(400) }, () => draw(256));
    const { framing, dialect } = diagnose(bytes);
    assert.ok(framing.length > 0 || bytes.length === 0);
    assert.ok(dialect.length <= 3);
  }
  assert.deepEqual(diagnose(new Uint8Array(0)).causes, []);
});
