// What may stand in front of a message: a length in one of the forms of the field, then TPDU and header. Each is
// tried; whether its length agrees with the bytes that follow is the evidence.

import {
  ascii4,
  bcd2,
  binary2,
  binary2Little,
  binary4,
  binary4Little,
  countingItself,
  type FieldName,
  headerBytes,
  type LengthHeader,
  readLengthHeader,
} from '@tillgate/iso8583';

export interface Framing {
  readonly id: string;
  readonly name: FieldName;
  /** Bytes of length in front; 0 for none. */
  readonly bytes: number;
  /** Bytes that it announces, minus those that follow; undefined when it is no length at all. */
  readonly excess: number | undefined;
}

const forms: ReadonlyArray<readonly [id: string, zh: string, en: string, header: LengthHeader]> = [
  ['binary-2', '2 字节二进制,高位在前', '2 bytes binary, big endian', binary2],
  ['binary-2-own', '2 字节二进制,含自身', '2 bytes binary, counting themselves', countingItself(binary2)],
  ['binary-2-little', '2 字节二进制,低位在前', '2 bytes binary, little endian', binary2Little],
  ['binary-4', '4 字节二进制', '4 bytes binary', binary4],
  ['binary-4-own', '4 字节二进制,含自身', '4 bytes binary, counting themselves', countingItself(binary4)],
  ['binary-4-little', '4 字节二进制,低位在前', '4 bytes binary, little endian', binary4Little],
  ['ascii-4', '4 位 ASCII 数字', '4 ASCII digits', ascii4],
  ['ascii-4-own', '4 位 ASCII 数字,含自身', '4 ASCII digits, counting themselves', countingItself(ascii4)],
  ['bcd-2', '2 字节 BCD', '2 bytes BCD', bcd2],
  ['bcd-2-own', '2 字节 BCD,含自身', '2 bytes BCD, counting themselves', countingItself(bcd2)],
];

export const noFraming: Framing = {
  ...{ id: 'none', bytes: 0, excess: 0 },
  name: { zh: '无长度', en: 'no length in front' },
};

/** Every framing that the bytes could have: none, and each form whose length agrees or nearly does. */
export function framingsOf(bytes: Uint8Array): readonly Framing[] {
  const found = forms.flatMap(([id, zh, en, header]) => {
    const own = headerBytes(header);
    if (bytes.length < own) return [];
    const announced = readLengthHeader(header, bytes);
    const excess = announced === undefined ? undefined : announced - (bytes.length - own);
    return [{ id, name: { zh, en }, bytes: own, excess }];
  });
  return [noFraming, ...found];
}

/** What stands between the length and the MTI. */
export interface Front {
  readonly id: 'tpdu-header' | 'tpdu' | 'header' | 'none' | 'other';
  readonly name: FieldName;
  readonly bytes: number;
}

const TPDU_ID = 0x60;

/** Every front that the bytes from `at` on could have. `other` is up to twelve bytes of nobody's. */
export function frontsOf(bytes: Uint8Array, at: number): readonly Front[] {
  const fronts: Front[] = [{ id: 'none', name: { zh: '无', en: 'none' }, bytes: 0 }];
  if (bytes[at] === TPDU_ID) {
    fronts.push({ id: 'tpdu-header', name: { zh: 'TPDU 和报文头', en: 'TPDU and header' }, bytes: 11 });
    fronts.push({ id: 'tpdu', name: { zh: '只有 TPDU', en: 'TPDU only' }, bytes: 5 });
  }
  fronts.push({ id: 'header', name: { zh: '只有报文头', en: 'header only' }, bytes: 6 });
  for (const bytes of [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12]) {
    fronts.push({ id: 'other', name: { zh: `${bytes} 个其他字节`, en: `${bytes} other bytes` }, bytes });
  }
  return fronts.filter((front) => at + front.bytes < bytes.length);
}
