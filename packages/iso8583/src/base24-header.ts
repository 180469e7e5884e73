// The twelve characters that Base24 hosts put in front of the MTI: `ISO`, product, release, status, and who
// wrote and who answered.

import { characterTable, readCharacters, writeCharacters } from './characters.js';

export interface Base24Header {
  /** Two digits: 01 teller machine, 02 point of sale, 00 network management. */
  readonly product: string;
  /** Two digits. */
  readonly release: string;
  /** Three digits: the number of the field that was wrong, 000 when none was. */
  readonly status: string;
  /** One digit each. */
  readonly originator: string;
  readonly responder: string;
}

export const BASE24_HEADER_BYTES = 12;

/** Undefined when there is no such header at `start`. */
export function readBase24Header(bytes: Uint8Array, start = 0): Base24Header | undefined {
  if (start + BASE24_HEADER_BYTES > bytes.length) return undefined;
  const text = readCharacters(bytes, start, BASE24_HEADER_BYTES, characterTable('an', 'ascii'));
  const parts = /^ISO([0-9]{2})([0-9]{2})([0-9]{3})([0-9])([0-9])$/.exec(text ?? '');
  if (parts === null) return undefined;
  const [, product = '', release = '', status = '', originator = '', responder = ''] = parts;
  return { product, release, status, originator, responder };
}

/** Throws a RangeError for parts that are not so many digits. */
export function writeBase24Header({
  product,
  release,
  status,
  originator,
  responder,
}: Base24Header): Uint8Array {
  const text = `ISO${product}${release}${status}${originator}${responder}`;
  const bytes = new Uint8Array(BASE24_HEADER_BYTES);
  const fits = /^ISO[0-9]{9}$/.test(text) && product.length === 2 && release.length === 2;
  if (!fits || status.length !== 3 || !writeCharacters(text, bytes, 0, characterTable('an', 'ascii'))) {
    throw new RangeError('expected digits: product 2, release 2, status 3, originator 1, responder 1');
  }
  return bytes;
}
