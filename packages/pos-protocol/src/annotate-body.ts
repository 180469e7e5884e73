// Every byte of a frame's body with its part and meaning: TPDU and header in front of what the codec says about
// the message. For screens that link fields and bytes.

import {
  type Annotation,
  type AnnotationPart,
  annotate,
  type FieldName,
  toHex,
  unpack,
} from '@tillgate/iso8583';
import { cupPos, cupPosWide } from './cup-pos.js';

/** TPDU and header, in order: what each part of them is, and how many of its digits. */
const front: readonly (readonly [
  AnnotationPart,
  number,
  FieldName,
  readonly (readonly [number, FieldName])[],
])[] = [
  [
    'tpdu',
    5,
    { zh: '传输协议数据单元', en: 'TPDU' },
    [
      [2, { zh: '标识', en: 'identifier' }],
      [4, { zh: '目的地址', en: 'destination' }],
      [4, { zh: '源地址', en: 'source' }],
    ],
  ],
  [
    'header',
    6,
    { zh: '报文头', en: 'header' },
    [
      [2, { zh: '应用类别', en: 'application class' }],
      [2, { zh: '软件总版本号', en: 'software version' }],
      [1, { zh: '终端状态', en: 'terminal status' }],
      [1, { zh: '处理要求', en: 'centre request' }],
      [6, { zh: '软件分版本号', en: 'sub-version' }],
    ],
  ],
];

/** Covers the body without a gap, whatever the bytes are; a body that ends early is `unread` from there. */
export function annotateBody(body: Uint8Array): readonly Annotation[] {
  const parts: Annotation[] = [];
  let at = 0;
  for (const [part, length, name, digits] of front) {
    if (at + length > body.length) {
      const problem = {
        field: part,
        offset: at,
        expected: `${length} bytes`,
        got: `${body.length - at} left`,
      };
      const text = `expected ${problem.expected}, got ${problem.got}`;
      const rest = { offset: at, length: body.length - at, field: part, part: 'unread' } as const;
      return [...parts, { ...rest, name, text, problem, sensitive: true, inside: [] }];
    }
    const text = toHex(body, at, at + length);
    const inside = digitParts(part, text, at, digits);
    parts.push({ offset: at, length, field: part, part, name, text, sensitive: false, inside });
    at += length;
  }
  const isWide =
    unpack(cupPos, body, at).problems.length > 0 && unpack(cupPosWide, body, at).problems.length === 0;
  return [...parts, ...annotate(isWide ? cupPosWide : cupPos, body, at)];
}

function digitParts(
  part: AnnotationPart,
  text: string,
  offset: number,
  digits: readonly (readonly [number, FieldName])[],
): Annotation[] {
  let from = 0;
  return digits.map(([count, name]) => {
    const [start, end] = [from, from + count];
    from = end;
    const place = { offset: offset + (start >> 1), length: ((end + 1) >> 1) - (start >> 1), field: part };
    return { ...place, part, name, text: text.slice(start, end), sensitive: false, inside: [] };
  });
}
