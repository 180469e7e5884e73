// Goal: a file of another library becomes a spec that reads and writes the same bytes, what is lost is listed, and
// a bad file is refused with its line. Method: a sample of each, and bytes that the other library writes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  checkSpec,
  describe,
  fromHex,
  Message,
  pack,
  type Spec,
  textAt,
  toHex,
  unpack,
  valueAt,
} from '../index.js';
import { messageOf, valuesOf } from '../message.fixture.js';
import { ImportFault, importJposPackager, importMoovSpec, type NotCarriedOver } from './index.js';
import { jposClasses } from './jpos-classes-table.js';
import { jposSample, moovSample } from './samples.fixture.js';

const moov = importMoovSpec(moovSample);
const jpos = importJposPackager(jposSample);

function lostIn(list: readonly NotCarriedOver[]): string[] {
  return list.map(({ where, what }) => `${where}: ${what}`);
}

test('moov: what has no counterpart is listed with its line, the rest is there', () => {
  assert.deepEqual(lostIn(moov.notCarriedOver), [
    'line 52, field 70: note',
    'line 24, field 43: padding',
    'line 28, field 46: prefix Hex.LL',
  ]);
  assert.deepEqual(Object.keys(moov.spec.fields), [
    ...['2', '3', '4', '35', '41', '43', '48', '52', '55', '60', '70'],
  ]);
  assert.equal(moov.spec.name, 'sample switch');
});

test('moov: a message in the imported form', () => {
  const message = new Message('0200')
    .set(2, '629999000000100001')
    .set(3, '001234')
    .set(4, '1234')
    .set(35, '6299990000001000011D301')
    .set(41, 'AB')
    .set(48, fromHex('3031303441424344' + '30323032FFFE')!)
    .set(52, fromHex('1122334455667788')!)
    .set(55, fromHex('9F2608AABBCCDDEEFF0011')!)
    .set(60, fromHex('80001234')!)
    .set(70, '301');
  const bytes = pack(moov.spec, message);
  assert.equal(
    toHex(bytes),
    `0200${'F0000000208112100400000000000000'}18629999000000100001${'303031323334'}000000001234` +
      `${'236299990000001000011D3010'}C1C2404040404040${'303134'}30313034414243443032303` +
      `2FFFE${'31313232333334343535363637373838'}0B9F2608AABBCCDDEEFF0011${'0480001234'}333031`,
  );
  const { message: back, problems } = unpack(moov.spec, bytes);
  assert.deepEqual(problems, []);
  assert.equal(textAt(moov.spec, back, '3.2'), '1234');
  assert.equal(textAt(moov.spec, back, '48.01'), 'ABCD');
  assert.equal(textAt(moov.spec, back, '60.1'), '1234');
  assert.equal(toHex(valueAt(moov.spec, back, '55.9F26') as Uint8Array), 'AABBCCDDEEFF0011');
  assert.doesNotMatch(JSON.stringify(describe(moov.spec, back)), /62999900000|AABBCC|112233/);
});

test('jPOS: what has no counterpart is listed with its line, the rest is there', () => {
  assert.deepEqual(lostIn(jpos.notCarriedOver), [
    'line 14, field 44: attribute trim',
    'line 15, field 46: class com.example.OwnPackager',
    'line 27, field 62: packager GenericTaggedFieldsPackager',
  ]);
  const { 2: pan, 23: sequence, 35: track, 62: tagged } = jpos.spec.fields;
  assert.equal(pan?.name.en, 'card & number');
  assert.equal(sequence?.padNibble, 'before');
  assert.equal(track?.kind, 'z');
  assert.equal(tagged?.subfields, undefined);
});

test('jPOS: the bytes that its own packager writes for the same message', () => {
  // Written by jPOS 2.1.10 with this packager.
  const hex = jposBytes;
  const { message, problems } = unpack(jpos.spec, fromHex(hex)!);
  assert.deepEqual(problems, []);
  assert.equal(message.text(2), '6299990000001000011');
  assert.equal(message.text(4), '000000001234');
  assert.equal(message.text(23), '001');
  assert.equal(message.text(28), 'C00000012');
  assert.equal(message.text(41), 'TERM1   ');
  assert.equal(textAt(jpos.spec, message, '48.1'), 'AB');
  assert.equal(textAt(jpos.spec, message, '48.2'), 'XYZ');
  assert.equal(textAt(jpos.spec, message, '60.2'), '1234');
  assert.equal(toHex(pack(jpos.spec, message)), hex);
  const short = new Message('0200').set(4, '1234').set(41, 'TERM1');
  assert.equal(toHex(pack(jpos.spec, short)), '02001000000000800000' + '000000001234' + 'E3C5D9D4F1404040');
});

for (const { spec } of [moov, jpos] satisfies readonly { spec: Spec }[]) {
  test(`${spec.name}: is a spec without mistakes, and reads what it writes`, () => {
    assert.deepEqual(checkSpec(spec), []);
    const plain = Object.entries(spec.fields).filter(([, { subfields }]) => subfields === undefined);
    const withoutParts = { ...spec, fields: Object.fromEntries(plain) };
    fc.assert(
      fc.property(messageOf(withoutParts), (message) => {
        const { message: back, problems } = unpack(spec, pack(spec, message));
        assert.deepEqual(problems, []);
        assert.deepEqual(valuesOf(back), valuesOf(message));
      }),
    );
  });
}

test('every class of the table makes a field that the codec takes', () => {
  for (const [name, { kind }] of jposClasses) {
    const xml = jposSample
      .replace('com.example.OwnPackager', `org.jpos.iso.${name}`)
      .replace('length="99" name="own"', 'length="9" name="own"');
    const { spec } = importJposPackager(xml);
    const field = spec.fields[46];
    assert.ok(field, name);
    const value = kind === 'b' ? new Uint8Array(9) : kind === 'x+n' ? 'C12345678' : '123456789';
    const { message, problems } = unpack(spec, pack(spec, new Message('0200').set(46, value)));
    assert.deepEqual(problems, [], name);
    assert.deepEqual(message.value(46), value, name);
  }
});

const badMoov: readonly [why: string, text: string, line: number][] = [
  ['no JSON', '{\n"a"', 2],
  ['a text without end', '{\n"a', 2],
  ['more behind the end', '{}\n\n{}', 3],
  ['nothing', '', 1],
  ['a number that is none', '{"fields":\n-}', 2],
  ['no fields', '\n[]', 2],
  ['a name twice', '{"a":1,\n"a":2}', 2],
  ['more levels than anybody needs', '['.repeat(40), 1],
  ['a length below zero', moovSample.replace('"length": 19', '"length": -19'), 6],
  ['a length that is no number', moovSample.replace('"length": 19', '"length": "19"'), 6],
  [
    'a field that is no object',
    moovSample
      .replace('{"type": "String", "length": 19', '[{"type": "String", "length": 19')
      .replace('"prefix": "BCD.LL"},', '"prefix": "BCD.LL"}],'),
    6,
  ],
  ['a field that no bitmap announces', moovSample.replace('"70":', '"200":'), 52],
  ['a length that the prefix cannot say', moovSample.replace('"length": 19', '"length": 190'), 6],
  ['an MTI in another form', moovSample.replace('"enc": "BCD"', '"enc": "Morse"'), 4],
];

for (const [why, text, line] of badMoov) {
  test(`moov: refused with its line: ${why}`, () => {
    assert.throws(
      () => importMoovSpec(text),
      (error) => error instanceof ImportFault && error.line === line && error.code === 'TG_SPEC_IMPORT',
    );
  });
}

const laughs = `<?xml version="1.0"?>
<!DOCTYPE isopackager [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<isopackager/>`;
const outside = `<!DOCTYPE isopackager [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<isopackager/>`;
const badJpos: readonly [why: string, text: string, line: number][] = [
  ['entities that multiply', laughs, 2],
  ['an entity from outside', outside, 1],
  ['an entity of its own, used', jposSample.replace('&amp;', '&x;'), 8],
  ['another root', '\n<deploy/>', 2],
  ['a tag never closed', '<isopackager>\n<isofield id="0"', 2],
  ['an element never closed', '<isopackager>\n', 2],
  ['elements that cross', '<isopackager><a>\n</b></a></isopackager>', 2],
  ['an attribute twice', '<isopackager id="1"\n id="2"/>', 2],
  ['a comment never closed', '<isopackager>\n<!--', 2],
  ['more behind the end', '<isopackager/>\n<x/>', 2],
  ['more levels than anybody needs', '<a>'.repeat(40), 1],
  ['no MTI', '<isopackager>\n</isopackager>', 1],
  ['a length that is no number', jposSample.replace('length="19"', 'length="many"'), 8],
  ['a field twice', jposSample.replace('id="4"', 'id="2"'), 9],
  ['a bitmap in another form', jposSample.replace('IFB_BITMAP', 'IFE_BITMAP'), 7],
  ['a length that the prefix cannot say', jposSample.replace('length="19"', 'length="190"'), 8],
];

for (const [why, text, line] of badJpos) {
  test(`jPOS: refused with its line: ${why}`, () => {
    assert.throws(
      () => importJposPackager(text),
      (error) => error instanceof ImportFault && error.line === line,
    );
  });
}

test('whatever the text, an importer answers or refuses with a line', () => {
  const bend = fc.tuple(
    fc.constantFrom(moovSample, jposSample),
    fc.nat(),
    fc.nat(40),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(bend, ([sample, at, cut, more]) => {
      const start = at % sample.length;
      const text = sample.slice(0, start) + more + sample.slice(start + cut);
      for (const read of [importMoovSpec, importJposPackager]) {
        try {
          read(text);
        } catch (error) {
          assert.ok(error instanceof ImportFault, String(error));
        }
      }
    }),
    { numRuns: 2000 },
  );
});

/** What jPOS 2.1.10 writes for MTI 0200 with the values that the test above reads. */
const jposBytes =
  '0200D00002102091101004000000000000001962999900000010000110000000001234000143000000123234363239393939' +
  '303030303030313030303031313D33303132E3C5D9D4F1404040024F4B3030374142303358595A3131323233333434353536' +
  '36373738380010400000000000000012343010';
