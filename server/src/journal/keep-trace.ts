// The timing and the two messages of one request, masked, as they are kept for the console. Sensitive bytes
// become `**` before anything is written; what cannot be parsed is hidden whole.

import { describe, maskedHex } from '@tillgate/iso8583';
import { cupPos, parseBody } from '@tillgate/pos-protocol';
import type { Timeline } from '../kernel/timeline.js';
import type { TraceRow } from '../store/index.js';

interface KeptField {
  readonly field: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly value: string;
  readonly start: number;
  readonly data: number;
  readonly end: number;
  readonly sensitive: boolean;
}

interface KeptMessage {
  readonly mti: string;
  readonly hex: string;
  readonly fields: readonly KeptField[];
}

export interface KeptMessages {
  readonly request: KeptMessage | null;
  readonly answer: KeptMessage | null;
}

const FRONT_NAMES: Readonly<Record<string, { zh: string; en: string }>> = {
  tpdu: { zh: 'TPDU', en: 'TPDU' },
  header: { zh: '报文头', en: 'header' },
  mti: { zh: '消息类型', en: 'message type' },
  bitmap: { zh: '位图', en: 'bitmap' },
};

export function keepTrace(
  rrn: string,
  timeline: Timeline,
  request: Uint8Array,
  answer: Uint8Array,
): TraceRow {
  const messages: KeptMessages = { request: keepMessage(request), answer: keepMessage(answer) };
  return { rrn, steps: timeline.steps, messages };
}

function keepMessage(body: Uint8Array): KeptMessage | null {
  const { envelope, ranges } = parseBody(body);
  if (!envelope) return null;
  const hex = maskedHex(cupPos, envelope.message, body, ranges).replaceAll(' ', '');
  const views = new Map(describe(cupPos, envelope.message).map((view) => [String(view.field), view]));
  const fields = new Map<string, KeptField>();
  for (const range of ranges) {
    const before = fields.get(range.field);
    const view = views.get(range.field);
    fields.set(range.field, {
      field: range.field,
      name: view?.name ?? FRONT_NAMES[range.field] ?? { zh: '', en: '' },
      value: view?.text ?? hex.slice(range.start * 2, range.end * 2),
      start: before?.start ?? range.start,
      data: before && range.part === 'data' ? range.start : (before?.data ?? range.start),
      end: Math.max(before?.end ?? 0, range.end),
      sensitive: view?.masked ?? false,
    });
  }
  return { mti: envelope.message.mti, hex, fields: [...fields.values()] };
}
