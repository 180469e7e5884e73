// The bytes of a message, one part a line: offset, bytes, field, what they are, what they say. Bytes and values
// of sensitive parts are hidden.

import { type Annotation, type AnnotationPart, annotatedHex } from '@tillgate/iso8583';
import { encodeGbk } from '@tillgate/pos-protocol';
import type { Cli } from './cli.js';

const LINE_BYTES = 8;
const NAME_COLUMNS = 30;

const partNames: Readonly<Record<AnnotationPart, { readonly zh: string; readonly en: string }>> = {
  mti: { zh: '类型', en: 'MTI' },
  bitmap: { zh: '位图', en: 'bitmap' },
  tag: { zh: '标签', en: 'tag' },
  length: { zh: '长度', en: 'length' },
  data: { zh: '数据', en: 'data' },
  pad: { zh: '填充', en: 'pad' },
  unread: { zh: '未读', en: 'unread' },
  tpdu: { zh: 'TPDU', en: 'TPDU' },
  header: { zh: '报文头', en: 'header' },
};

/** One or more lines a part, parts within indented below the one around them. */
export function bytesLines(cli: Cli, bytes: Uint8Array, annotations: readonly Annotation[]): string[] {
  const hex = annotatedHex(annotations, bytes).split(' ');
  return annotations.flatMap((part) => partLines(cli, hex, part, 0));
}

function partLines(cli: Cli, hex: readonly string[], part: Annotation, depth: number): string[] {
  const { offset, length, field, name, text, problem, inside } = part;
  const what = `${'  '.repeat(depth)}${field} ${cli.language === 'zh' ? name.zh : name.en}`;
  const kind = cli.language === 'zh' ? partNames[part.part].zh : partNames[part.part].en;
  // Parts within show the bytes and what they say; a pad nibble shows no more than the value it stands in.
  const isMadeOfParts = inside.some((one) => one.part !== 'pad');
  const shown = isMadeOfParts ? [] : hex.slice(offset, offset + length);
  const lines: string[] = [];
  for (let at = 0; at === 0 || at < shown.length; at += LINE_BYTES) {
    const left = `${String(offset + at).padStart(5)}  ${shown
      .slice(at, at + LINE_BYTES)
      .join(' ')
      .padEnd(LINE_BYTES * 3)}`;
    const said = `${isMadeOfParts ? '' : text}${problem ? '  !' : ''}`;
    const right = `${padColumns(kind, 7)} ${padColumns(what, NAME_COLUMNS)} ${said}`;
    lines.push(at === 0 ? `${left} ${right}`.trimEnd() : left.trimEnd());
  }
  return [...lines, ...inside.flatMap((one) => partLines(cli, hex, one, depth + 1))];
}

/** A Chinese character takes two columns on a screen, as it takes two bytes in GBK. */
export function padColumns(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - encodeGbk(text).length));
}
