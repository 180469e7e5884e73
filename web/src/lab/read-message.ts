// Pasted hexadecimal to fields that point at bytes, all of it in this browser: nothing that is pasted leaves it.

import { annotatePlace, type Diagnosis, type Dialect, diagnose } from '@tillgate/doctor';
import { type Annotation, annotatedHex, fromHex } from '@tillgate/iso8583';
import type { MessageField } from '@tillgate/server/api';

export interface ReadMessage {
  readonly diagnosis: Diagnosis;
  readonly mti: string;
  /** Two characters a byte: hex digits, or `**` where card data is. */
  readonly hex: string;
  readonly fields: readonly MessageField[];
}

const BYTES_MAX = 8192;

/** What was pasted as bytes; undefined for text that is not hexadecimal, or is nothing. */
export function bytesOf(text: string): Uint8Array | undefined {
  const digits = text.replace(/0x|[\s:,-]/gi, '').toUpperCase();
  const bytes = fromHex(digits);
  return bytes === undefined || bytes.length === 0 ? undefined : bytes.subarray(0, BYTES_MAX);
}

/** Read as the dialect that was picked, or as the likeliest. */
export function readMessage(bytes: Uint8Array, picked: Dialect | undefined): ReadMessage {
  const diagnosis = diagnose(bytes);
  const { reading } = diagnosis;
  if (reading === undefined) return { diagnosis, mti: '', hex: '', fields: [] };
  const place = picked ? { ...reading, dialect: picked } : reading;
  const annotations = annotatePlace(place, bytes);
  return {
    diagnosis,
    mti: annotations.find(({ part }) => part === 'mti')?.text ?? '',
    hex: annotatedHex(annotations, bytes).replaceAll(' ', ''),
    fields: fieldsOf(annotations),
  };
}

/** One row a field, its length and data together, and behind it the parts of its value. */
function fieldsOf(annotations: readonly Annotation[]): readonly MessageField[] {
  const rows = new Map<string, MessageField>();
  for (const annotation of annotations) {
    const { field } = annotation;
    const end = annotation.offset + annotation.length;
    const row = rows.get(field);
    // The length in front of all is a value of its own.
    const isData = (annotation.part !== 'length' && annotation.part !== 'tag') || field === 'length';
    rows.set(field, {
      field,
      name: annotation.name,
      value: isData ? annotation.text : (row?.value ?? ''),
      start: row?.start ?? annotation.offset,
      data: isData ? annotation.offset : end,
      end,
      sensitive: annotation.sensitive || (row?.sensitive ?? false),
    });
    if (isData && field.length > 0)
      for (const part of fieldsOf(annotation.inside)) addPart(rows, field, part);
  }
  return [...rows.values()];
}

/** Digits of TPDU and header share their name with the whole: only parts with a name of their own are rows. */
function addPart(rows: Map<string, MessageField>, parent: string, part: MessageField): void {
  if (part.field !== parent && !rows.has(part.field)) rows.set(part.field, part);
}
