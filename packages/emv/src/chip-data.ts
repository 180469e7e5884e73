// Field 55 for people: each data object with its name and, where it has them, words; sensitive ones masked.

import { tagEntry } from './tags.js';
import { hex, readTlv, type Tlv, type TlvProblem } from './tlv.js';
import { describeCvmResults, describeTvr, type Words } from './verification.js';

/** One data object, ready to print. */
export interface ChipDataView {
  readonly tag: string;
  readonly name: Words;
  /** Hexadecimal, or stars for a sensitive value. */
  readonly text: string;
  /** What the value says, for TVR and CVM results. */
  readonly words: readonly Words[];
  /** Nesting: 0 for a data object of the field itself. */
  readonly depth: number;
}

export function describeChipData(bytes: Uint8Array): {
  readonly views: readonly ChipDataView[];
  readonly problems: readonly TlvProblem[];
} {
  const { items, problems } = readTlv(bytes);
  return { views: items.flatMap((item) => viewsOf(item, 0)), problems };
}

function viewsOf(item: Tlv, depth: number): ChipDataView[] {
  const { zh, en } = tagEntry(item.tag);
  const text = item.children.length > 0 ? '' : maskedValue(item);
  const view = { tag: item.tag, name: { zh, en }, text, words: wordsOf(item), depth };
  return [view, ...item.children.flatMap((child) => viewsOf(child, depth + 1))];
}

function maskedValue(item: Tlv): string {
  return tagEntry(item.tag).sensitive ? '*'.repeat(item.value.length * 2) : hex(item.value);
}

function wordsOf(item: Tlv): readonly Words[] {
  if (item.tag === '95') return describeTvr(item.value) ?? [];
  if (item.tag !== '9F34') return [];
  const results = describeCvmResults(item.value);
  return results === undefined ? [] : [results.method, results.condition, results.outcome];
}

/**
 * Field 55 as hexadecimal with stars for sensitive values; undefined when there are none. Bytes that do not
 * parse are hidden whole.
 */
export function maskChipData(bytes: Uint8Array): string | undefined {
  const { items, problems } = readTlv(bytes);
  if (problems.length > 0) return '*'.repeat(bytes.length * 2);
  const digits = [...hex(bytes)];
  let hidden = false;
  for (const leaf of items.flatMap(leavesOf)) {
    if (!tagEntry(leaf.tag).sensitive) continue;
    hidden = true;
    digits.fill('*', leaf.valueOffset * 2, leaf.end * 2);
  }
  return hidden ? digits.join('') : undefined;
}

function leavesOf(item: Tlv): readonly Tlv[] {
  return item.children.length > 0 ? item.children.flatMap(leavesOf) : [item];
}
