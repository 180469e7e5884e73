// Goal: what a caller hands in stays as it was, also when it is a Buffer of Node, whose slice() shares its bytes with
// the original instead of copying them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createTdes,
  decodePinBlockFormat0,
  decodePinBlockUnionPaySm4,
  encodePinBlockFormat0,
  encodePinBlockUnionPaySm4,
  encryptCbc,
  pinFromText,
} from './index.js';

const PAN = '6299990000001000011';

function staysAsItWas(what: string, bytes: Uint8Array, use: (given: Uint8Array) => unknown): void {
  test(`${what} leaves the bytes of its caller alone`, () => {
    const given = Buffer.from(bytes);
    use(given);
    assert.deepEqual([...given], [...bytes]);
  });
}

staysAsItWas('decoding a format 0 block', encodePinBlockFormat0(pinFromText('1357'), PAN), (block) =>
  decodePinBlockFormat0(block, PAN),
);
staysAsItWas('decoding an SM4 block', encodePinBlockUnionPaySm4(pinFromText('1357'), PAN), (block) =>
  decodePinBlockUnionPaySm4(block, PAN),
);
staysAsItWas('chaining', new Uint8Array(8).fill(7), (iv) =>
  encryptCbc(createTdes(new Uint8Array(16).fill(1)), iv, new Uint8Array(16)),
);
