// What speaks for a way of reading, in words: the length, what stands in front, the dialect.

import type { FieldName } from '@tillgate/iso8583';
import { noFraming } from './framing.js';
import type { Reading } from './reading.js';

export const words = (zh: string, en: string): FieldName => ({ zh, en });

export function lengthEvidence({ framing }: Reading): readonly FieldName[] {
  if (framing.id === noFraming.id)
    return [words('报文从第一个字节开始', 'the message begins with the first byte')];
  if (framing.excess === 0)
    return [words('长度与其后字节数相符', 'the length is that of the bytes behind it')];
  const [count, more] = [Math.abs(framing.excess ?? 0), (framing.excess ?? 0) > 0];
  const en = `the length is ${count} ${more ? 'more' : 'less'} than the bytes behind it`;
  return [words(`长度比其后字节数${more ? '多' : '少'} ${count}`, en)];
}

export function frontEvidence({ front, unpacked }: Reading): readonly FieldName[] {
  const mti = unpacked.message.mti || '?';
  return [
    words(
      `其后 ${front.bytes} 字节处的 MTI 为 ${mti}`,
      `an MTI of ${mti} stands behind ${front.bytes} bytes`,
    ),
  ];
}

export function dialectEvidence({ unpacked, plausibility, problems }: Reading): readonly FieldName[] {
  const fields = unpacked.message.fieldNumbers().length;
  const doubtful = plausibility.failed.join(', ');
  const [problem] = problems;
  return [
    words(
      `读到 ${fields} 个域,${plausibility.passed} 个值合理`,
      `${fields} fields read, ${plausibility.passed} values as they should be`,
    ),
    ...(doubtful === '' ? [] : [words(`可疑:域 ${doubtful}`, `doubtful: field ${doubtful}`)]),
    ...(problem
      ? [
          words(
            `断在域 ${problem.field},偏移 ${problem.offset}`,
            `breaks at field ${problem.field}, byte ${problem.offset}`,
          ),
        ]
      : []),
  ];
}
