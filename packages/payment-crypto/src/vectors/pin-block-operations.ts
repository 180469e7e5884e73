// Vector operations of ISO 9564-1 PIN blocks, clear and under a key.

import { createAes } from '../aes.js';
import type { BlockCipher } from '../block-cipher.js';
import { bytesToHex } from '../bytes.js';
import { createTdes } from '../des.js';
import { pinFromText } from '../pin.js';
import {
  decodePinBlockFormat0,
  decodePinBlockFormat1,
  decodePinBlockFormat2,
  decodePinBlockFormat3,
  encodePinBlockFormat0,
  encodePinBlockFormat1,
  encodePinBlockFormat2,
  encodePinBlockFormat3,
} from '../pin-block.js';
import { decipherPinBlockFormat4, encipherPinBlockFormat4, panFieldFormat4 } from '../pin-block-format-4.js';
import { encodePinBlockUnionPaySm4 } from '../pin-block-unionpay.js';
import { createSm4 } from '../sm4.js';
import type { VectorInput, VectorOperation, VectorOperations } from './vector-operation.js';

type Encode = (input: VectorInput) => Uint8Array;
type Decode = (block: Uint8Array, input: VectorInput) => Uint8Array;

const encodeIso0: Encode = (input) => encodePinBlockFormat0(pin(input), input.text('pan'));
const encodeIso1: Encode = (input) => encodePinBlockFormat1(pin(input), nibbles(input, 'fill'));
const encodeIso2: Encode = (input) => encodePinBlockFormat2(pin(input));
const encodeIso3: Encode = (input) =>
  encodePinBlockFormat3(pin(input), input.text('pan'), nibbles(input, 'fill'));
const decodeIso0: Decode = (block, input) => decodePinBlockFormat0(block, input.text('pan'));
const decodeIso1: Decode = (block) => decodePinBlockFormat1(block);
const decodeIso2: Decode = (block) => decodePinBlockFormat2(block);
const decodeIso3: Decode = (block, input) => decodePinBlockFormat3(block, input.text('pan'));

export const pinBlockOperations: VectorOperations = {
  encode_iso0: encoded(encodeIso0),
  encode_iso1: encoded(encodeIso1),
  encode_iso2: encoded(encodeIso2),
  encode_iso3: encoded(encodeIso3),
  decode_iso0: decoded(decodeIso0),
  decode_iso1: decoded(decodeIso1),
  decode_iso2: decoded(decodeIso2),
  decode_iso3: decoded(decodeIso3),
  encipher_iso0: enciphered(encodeIso0),
  encipher_iso1: enciphered(encodeIso1),
  encipher_iso3: enciphered(encodeIso3),
  decipher_iso0: deciphered(decodeIso0),
  decipher_iso1: deciphered(decodeIso1),
  decipher_iso3: deciphered(decodeIso3),
  pan_field_iso4: (input) => ({ field: bytesToHex(panFieldFormat4(input.text('pan'))) }),
  encipher_iso4: (input) => {
    const cipher = createAes(input.hex('key'));
    const block = encipherPinBlockFormat4(cipher, pin(input), input.text('pan'), input.hex('random'));
    return { block: bytesToHex(block) };
  },
  decipher_iso4: (input) => {
    const cipher = createAes(input.hex('key'));
    return { pin: pinText(decipherPinBlockFormat4(cipher, input.hex('block'), input.text('pan'))) };
  },
  encode_unionpay_sm4_16: (input) => ({
    block: bytesToHex(encodePinBlockUnionPaySm4(pin(input), input.text('pan'))),
  }),
  encipher_unionpay_sm4_16: (input) => {
    const clear = encodePinBlockUnionPaySm4(pin(input), input.text('pan'));
    const block = onBlock(createSm4(input.hex('key')), 'encryptBlock', clear);
    return { clear: bytesToHex(clear), block: bytesToHex(block) };
  },
};

/** Digits of a PIN, as text, for a result. */
export function pinText(digits: Uint8Array): string {
  return digits.join('');
}

function encoded(encode: Encode): VectorOperation {
  return (input) => ({ block: bytesToHex(encode(input)) });
}

function decoded(decode: Decode): VectorOperation {
  return (input) => ({ pin: pinText(decode(input.hex('block'), input)) });
}

function enciphered(encode: Encode): VectorOperation {
  return (input) => {
    const clear = encode(input);
    const block = onBlock(createTdes(input.hex('key')), 'encryptBlock', clear);
    return { clear: bytesToHex(clear), block: bytesToHex(block) };
  };
}

function deciphered(decode: Decode): VectorOperation {
  return (input) => {
    const clear = onBlock(createTdes(input.hex('key')), 'decryptBlock', input.hex('block'));
    return { pin: pinText(decode(clear, input)) };
  };
}

function onBlock(cipher: BlockCipher, how: 'encryptBlock' | 'decryptBlock', block: Uint8Array): Uint8Array {
  const out = new Uint8Array(block.length);
  cipher[how](block, 0, out, 0);
  return out;
}

function pin(input: VectorInput): Uint8Array {
  return pinFromText(input.text('pin'));
}

/** Fill nibbles given as hexadecimal digits; a case about a wrong PIN or PAN may give none. */
function nibbles(input: VectorInput, name: string): Uint8Array {
  if (!input.has(name)) return new Uint8Array(14).fill(10);
  return Uint8Array.from(input.text(name), (digit) => Number.parseInt(digit, 16));
}
