// The cup-pos message written a second time, from the protocol's page alone (sections 1 and 2): what the stories
// say to the host shares no code with it, so that what both agree on was not agreed by accident.

/** Field number to value. Digits and texts as they are read, binary fields as upper-case hex. */
export type Fields = Readonly<Record<number, string>>;

type Kind = 'digits' | 'digits-right' | 'text' | 'hex';

/** Kind, then the fixed length, or 0 and the number of BCD bytes of the length prefix. */
const FIELDS: Readonly<Record<number, readonly [kind: Kind, length: number, prefix?: number]>> = {
  2: ['digits', 0, 1],
  3: ['digits', 6],
  4: ['digits', 12],
  11: ['digits', 6],
  12: ['digits', 6],
  13: ['digits', 4],
  14: ['digits', 4],
  15: ['digits', 4],
  22: ['digits', 3],
  23: ['digits-right', 3],
  25: ['digits', 2],
  26: ['digits', 2],
  32: ['digits', 0, 1],
  35: ['digits', 0, 1],
  37: ['text', 12],
  38: ['text', 6],
  39: ['text', 2],
  41: ['text', 8],
  42: ['text', 15],
  44: ['text', 0, 1],
  48: ['digits', 0, 2],
  49: ['text', 3],
  52: ['hex', 8],
  53: ['digits', 16],
  54: ['text', 0, 2],
  55: ['hex', 0, 2],
  59: ['text', 0, 2],
  60: ['digits', 0, 2],
  61: ['digits', 0, 2],
  62: ['hex', 0, 2],
  63: ['hex', 0, 2],
  64: ['hex', 8],
};

function formOf(number: number): readonly [Kind, number, number] {
  const form = FIELDS[number];
  if (form === undefined) throw new Error(`field ${number} is none of this terminal's`);
  const [kind, length, prefix = 0] = form;
  return [kind, length, prefix];
}

function packValue(kind: Kind, value: string): Buffer {
  if (kind === 'text') return Buffer.from(value, 'latin1');
  const odd = value.length % 2 === 1;
  return Buffer.from(kind === 'digits-right' && odd ? `0${value}` : odd ? `${value}0` : value, 'hex');
}

/** MTI, bitmap and fields. */
export function packMessage(mti: string, fields: Fields): Buffer {
  const numbers = Object.keys(fields)
    .map(Number)
    .sort((one, other) => one - other);
  const bitmap = numbers.reduce((bits, number) => bits | (1n << BigInt(64 - number)), 0n);
  const parts: Buffer[] = [
    Buffer.from(mti, 'hex'),
    Buffer.from(bitmap.toString(16).padStart(16, '0'), 'hex'),
  ];
  for (const number of numbers) {
    const [kind, , prefix] = formOf(number);
    const value = fields[number] ?? '';
    const count = kind === 'hex' ? value.length / 2 : value.length;
    if (prefix > 0) parts.push(Buffer.from(String(count).padStart(2 * prefix, '0'), 'hex'));
    parts.push(packValue(kind, value));
  }
  return Buffer.concat(parts);
}

/** Reads an answer; throws when it does not end where its fields end. */
export function unpackMessage(bytes: Buffer): { readonly mti: string; readonly fields: Fields } {
  const bitmap = bytes.readBigUInt64BE(2);
  const fields: Record<number, string> = {};
  let at = 10;
  for (let number = 1; number <= 64; number += 1) {
    if (((bitmap >> BigInt(64 - number)) & 1n) === 0n) continue;
    const [kind, fixed, prefix] = formOf(number);
    const count = prefix > 0 ? Number(bytes.toString('hex', at, at + prefix)) : fixed;
    at += prefix;
    const size = kind.startsWith('digits') ? Math.ceil(count / 2) : count;
    const raw = bytes.subarray(at, at + size);
    if (raw.length < size) throw new Error(`field ${number} of the answer is cut off`);
    at += size;
    const hex = raw.toString('hex').toUpperCase();
    fields[number] = {
      digits: hex.slice(0, count),
      'digits-right': hex.slice(-count),
      text: raw.toString('latin1'),
      hex,
    }[kind];
  }
  if (at !== bytes.length) throw new Error(`${bytes.length - at} bytes follow the answer's last field`);
  return { mti: bytes.toString('hex', 0, 2), fields };
}
