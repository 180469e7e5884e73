// The bytes of a message, sixteen a row, each tinted as its field.

import type { MessageField } from '@tillgate/server/api';
import { type FieldMark, tintOf } from './field-mark.js';

const ROW_BYTES = 16;

export function HexView(
  props: FieldMark & { readonly hex: string; readonly fields: readonly MessageField[] },
) {
  const bytes = props.hex.match(/../g) ?? [];
  const rows = Array.from({ length: Math.ceil(bytes.length / ROW_BYTES) }, (_, row) => row * ROW_BYTES);
  // The narrowest one: a part of a field is more than the field.
  const fieldAt = (offset: number): MessageField | undefined =>
    props.fields
      .filter(({ start, end }) => offset >= start && offset < end)
      .sort((one, other) => one.end - one.start - (other.end - other.start))[0];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: leaving the bytes points at none of them
    <div className="hex bytes" onMouseLeave={() => props.onPoint(undefined)}>
      {rows.map((from) => (
        <div key={from} className="hex-row">
          <span className="faint">{from.toString(16).toUpperCase().padStart(4, '0')}</span>
          {bytes.slice(from, from + ROW_BYTES).map((byte, column) => (
            <Byte
              // biome-ignore lint/suspicious/noArrayIndexKey: a byte is its place
              key={column}
              byte={byte}
              field={fieldAt(from + column)}
              {...props}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function Byte(
  props: FieldMark & {
    readonly byte: string;
    readonly field: MessageField | undefined;
    readonly fields: readonly MessageField[];
  },
) {
  const { byte, field } = props;
  if (!field) return <span className="byte">{byte}</span>;
  const isMarked = field.field === props.marked;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table of fields beside it does the same by keyboard
    // biome-ignore lint/a11y/noStaticElementInteractions: as above
    <span
      className={`byte ${tintOf(props.fields, field.field)} ${isMarked ? 'marked' : ''}`}
      title={field.field}
      onMouseEnter={() => props.onPoint(field.field)}
      onClick={() => props.onPick(field.field)}
    >
      {byte}
    </span>
  );
}
