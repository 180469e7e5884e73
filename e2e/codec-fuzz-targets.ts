// What the fuzzer throws bytes at, with good samples to bend, and what must be true of each answer: no throw, all
// within the bytes, and what was read without a problem reads the same after writing it.

import assert from 'node:assert/strict';
import { describeChipData, maskChipData, readTlv, writeTlv } from '@tillgate/emv';
import * as codec from '@tillgate/iso8583';
import { ImportFault, importJposPackager, importMoovSpec } from '@tillgate/iso8583/import';
import * as specs from '@tillgate/iso8583/specs';
import {
  annotateBody,
  FrameReader as CupFrameReader,
  cupPos,
  parseBody,
  readProfile,
  shippedProfiles,
} from '@tillgate/pos-protocol';
import { crashers } from './codec-crashers-table.js';

export interface FuzzTarget {
  readonly name: string;
  /** How often it is chosen, beside the others. */
  readonly share: number;
  readonly samples: readonly Uint8Array[];
  /** Whether the input was read without a problem. Throws when something is wrong. */
  run(input: Uint8Array): boolean;
}

const { Message, pack, unpack } = codec;
const crasherBytes = crashers.map(({ hex }) => new Uint8Array(Buffer.from(hex, 'hex')));

/** The crashers too, but three good samples for each of them. */
function mostly(good: readonly Uint8Array[]): Uint8Array[] {
  return crasherBytes.flatMap((crasher, index) => [
    crasher,
    ...[0, 1, 2].map((more) => good[(index * 3 + more) % good.length]!),
  ]);
}

export function fuzzTargets(): FuzzTarget[] {
  const dialects = [...Object.values(specs), cupPos];
  return [
    ...dialects.map((spec) => codecTarget(spec, 8)),
    ...dialects.map((spec) => annotateTarget(spec, 1)),
    bodyTarget(),
    ...Object.entries(headers).map(([name, header]) => frameTarget(name, header)),
    cupFrameTarget(),
    tlvTarget(),
    importTarget('import moov', importMoovSpec, JSON.stringify(moovSample(), undefined, 1)),
    importTarget('import jPOS', importJposPackager, jposSample()),
    profileTarget(),
  ];
}

/** Messages with few, some and all fields of a spec. */
function messagesOf(spec: codec.Spec): Uint8Array[] {
  const all = Object.keys(spec.fields).map(Number);
  const choices = [
    [],
    [3],
    [2, 3, 4, 11, 39, 41, 42],
    all.slice(0, 30),
    all.filter((field) => field % 3 === 0),
    [55],
  ];
  return choices.map((fields) => {
    const message = new Message('0200');
    for (const field of fields) {
      const known = spec.fields[field];
      if (known !== undefined) message.set(field, sampleValue(known));
    }
    return pack(spec, message);
  });
}

const CHIP_DATA = '9F2608AABBCCDDEEFF00119F020600000000123470065A0462999900DF0100';

function sampleValue({ kind, length, prefix, subfields }: codec.FieldSpec): codec.Value {
  const units = prefix.digits === 0 ? length : Math.min(length, 21);
  if (kind === 'b')
    return subfields === undefined ? new Uint8Array(units).fill(0x5a) : codec.fromHex(CHIP_DATA)!;
  if (kind === 'x+n') return `D${'7'.repeat(units - 1)}`;
  return '1234567890'.repeat(Math.ceil(units / 10)).slice(0, units);
}

function codecTarget(spec: codec.Spec, share: number): FuzzTarget {
  return {
    ...{ name: `codec ${spec.name}`, share, samples: mostly(messagesOf(spec)) },
    run(input) {
      const { message, problems } = unpack(spec, input);
      for (const { offset } of problems)
        assert.ok(offset >= 0 && offset <= input.length, 'a problem lies outside');
      codec.describe(spec, message);
      if (problems.length > 0) return false;
      const packed = pack(spec, message);
      const again = unpack(spec, packed);
      assert.equal(again.problems.length, 0, 'what was packed is not read');
      assert.ok(sameValues(message, again.message), 'another message after decode, encode, decode');
      assert.ok(Buffer.compare(packed, pack(spec, again.message)) === 0, 'other bytes after the second time');
      return true;
    },
  };
}

function sameValues(left: codec.Message, right: codec.Message): boolean {
  const fields = left.fieldNumbers();
  if (left.mti !== right.mti || fields.length !== right.fieldNumbers().length) return false;
  return fields.every((field) => {
    const [a, b] = [left.value(field)!, right.value(field)!];
    if (typeof a === 'string' || typeof b !== 'object') return a === b;
    return Buffer.compare(a, b) === 0;
  });
}

function annotateTarget(spec: codec.Spec, share: number): FuzzTarget {
  return {
    ...{ name: `annotate ${spec.name}`, share, samples: mostly(messagesOf(spec)) },
    run: (input) => covers(codec.annotate(spec, input), input),
  };
}

function covers(annotations: readonly codec.Annotation[], input: Uint8Array): boolean {
  let at = 0;
  for (const { offset, length } of annotations) {
    assert.equal(offset, at, 'a gap between annotations');
    at += length;
  }
  assert.equal(at, input.length, 'bytes without annotation');
  assert.equal(codec.annotatedHex(annotations, input).length, Math.max(0, input.length * 3 - 1));
  return annotations.every(({ problem }) => problem === undefined);
}

function bodyTarget(): FuzzTarget {
  const front = Buffer.from('6000120000613100311000', 'hex');
  const samples = messagesOf(cupPos).map((message) => new Uint8Array(Buffer.concat([front, message])));
  return {
    ...{ name: 'body', share: 6, samples: mostly(samples) },
    run(input) {
      const { problems } = parseBody(input);
      const clean = covers(annotateBody(input), input);
      assert.ok(clean || problems.length > 0 || input[0] !== 0x60, 'annotations find what parsing does not');
      return problems.length === 0;
    },
  };
}

const { ascii4, bcd2, binary2, binary2Little, binary4, vmlh, countingItself } = codec;
const headers = {
  binary2,
  binary2Little,
  binary4,
  ascii4,
  bcd2,
  vmlh,
  'binary2 itself': countingItself(binary2),
};

function frameTarget(name: string, header: codec.LengthHeader): FuzzTarget {
  const bodies = [0, 1, 20, 300].map((length) =>
    codec.frameMessage(header, new Uint8Array(length).fill(0x31)),
  );
  return {
    ...{ name: `frame ${name}`, share: 2, samples: mostly([...bodies, joined(bodies)]) },
    run(input) {
      const whole = new codec.FrameReader(header, 2048);
      const messages = whole.push(input);
      const cut = new codec.FrameReader(header, 2048);
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < input.length; at += 7) pieces.push(...cut.push(input.subarray(at, at + 7)));
      assert.equal(whole.broken, cut.broken, 'how a stream is cut changes what breaks it');
      assert.ok(Buffer.compare(joined(messages), joined(pieces)) === 0, 'or what is read from it');
      const framed = joined(messages.map((message) => codec.frameMessage(header, message)));
      assert.equal(joined(new codec.FrameReader(header, 2048).push(framed)).length, joined(messages).length);
      return whole.broken === undefined;
    },
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

function cupFrameTarget(): FuzzTarget {
  const body = codec.frameMessage(binary2, new Uint8Array(40));
  return {
    ...{ name: 'frame cup-pos', share: 2, samples: mostly([body, joined([body, body])]) },
    run(input) {
      const reader = new CupFrameReader();
      for (const read of reader.push(input)) assert.ok(read.length <= input.length);
      return reader.broken === undefined;
    },
  };
}

function tlvTarget(): FuzzTarget {
  const sample = codec.fromHex(CHIP_DATA)!;
  return {
    ...{ name: 'TLV', share: 12, samples: mostly([sample, joined([sample, sample])]) },
    run(input) {
      const { items, problems } = readTlv(input);
      describeChipData(input);
      maskChipData(input);
      if (problems.length > 0) return false;
      const again = readTlv(writeTlv(items.map(({ tag, value }) => [tag, value] as const)));
      assert.deepEqual(again.problems, []);
      const same = again.items.every(({ tag, value }, index) => {
        return tag === items[index]!.tag && Buffer.compare(value, items[index]!.value) === 0;
      });
      assert.ok(same && again.items.length === items.length, 'other data objects after reading them again');
      return true;
    },
  };
}

function importTarget(
  name: string,
  read: (text: string) => { spec: codec.Spec },
  sample: string,
): FuzzTarget {
  return {
    ...{ name, share: 1, samples: mostly([new Uint8Array(Buffer.from(sample))]) },
    run(input) {
      try {
        const { spec } = read(Buffer.from(input).toString('latin1'));
        assert.deepEqual(codec.checkSpec(spec), []);
        for (const message of [crasherBytes[5]!, crasherBytes[12]!]) unpack(spec, message);
        return true;
      } catch (error) {
        if (error instanceof ImportFault) return false;
        throw error;
      }
    },
  };
}

/** A profile file: what is wrong has a line in it, and what was read reads the same when it is written. */
function profileTarget(): FuzzTarget {
  const files = shippedProfiles.map(
    (profile) => new Uint8Array(Buffer.from(JSON.stringify(profile, undefined, 1))),
  );
  return {
    ...{ name: 'profile', share: 2, samples: mostly(files) },
    run(input) {
      const text = Buffer.from(input).toString('latin1');
      const reading = readProfile(text);
      if ('problems' in reading) {
        const lines = text.split('\n').length;
        for (const { line, column } of reading.problems) assert.ok(line >= 1 && line <= lines && column >= 1);
        return false;
      }
      const again = readProfile(JSON.stringify(reading.profile));
      assert.deepEqual(again, reading, 'another profile after writing it');
      return true;
    },
  };
}

function moovSample(): object {
  const fixed = { type: 'String', length: 4, enc: 'ASCII', prefix: 'ASCII.Fixed' };
  const bitmap = { type: 'Bitmap', length: 8, enc: 'Binary', prefix: 'Binary.Fixed' };
  const tags = { length: 2, enc: 'ASCII', sort: 'StringsByInt' };
  const part = { type: 'String', length: 20, enc: 'ASCII', prefix: 'ASCII.LL' };
  const tagged = { type: 'Composite', length: 99, prefix: 'ASCII.LLL', tag: tags, subfields: { '01': part } };
  const chip = { ...tagged, tag: { enc: 'BerTLVTag' }, subfields: { '9F26': { ...part, prefix: 'BerTLV' } } };
  return { name: 'sample', fields: { 0: fixed, 1: bitmap, 2: part, 48: tagged, 55: chip } };
}

function jposSample(): string {
  const field = (id: number, length: number, name: string): string =>
    `  <isofield id="${id}" length="${length}" name="n &amp; ${id}" class="org.jpos.iso.${name}"/>\n`;
  return (
    '<?xml version="1.0"?>\n<!DOCTYPE isopackager SYSTEM "x.dtd">\n<isopackager>\n<!-- sample -->\n' +
    field(0, 4, 'IFA_NUMERIC') +
    field(1, 16, 'IFA_BITMAP') +
    field(2, 19, 'IFA_LLNUM') +
    field(52, 8, 'IFA_BINARY') +
    '</isopackager>\n'
  );
}
