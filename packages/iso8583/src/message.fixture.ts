// Arbitrary messages of any spec, for property tests.

import fc from 'fast-check';
import { type FieldSpec, Message, type Spec, type Value } from './index.js';

function charactersOf(field: FieldSpec): string {
  switch (field.kind) {
    case 'n':
    case 'x+n':
      return '0123456789';
    case 'z':
      return '0123456789ABCDEF';
    case 'a':
      return 'ABCXYZabc ';
    case 'an':
      return 'ABCXYZabc 0189';
    case 'ns':
      return ' !"#09~';
    default:
      return ' !"#09AZaz[]^~';
  }
}

function arbitraryValue(field: FieldSpec): fc.Arbitrary<Value> {
  const sign = field.kind === 'x+n' ? 1 : 0;
  const minLength = field.prefix.digits === 0 ? field.length - sign : 0;
  const bounds = { minLength, maxLength: field.length - sign, size: 'max' } as const;
  if (field.encoding === 'binary' || field.encoding === 'hex') return fc.uint8Array(bounds);
  const text = fc.string({ unit: fc.constantFrom(...charactersOf(field)), ...bounds });
  return sign === 0 ? text : fc.tuple(fc.constantFrom('C', 'D'), text).map((parts) => parts.join(''));
}

/** A message with any subset of the spec's fields. */
export function messageOf(spec: Spec): fc.Arbitrary<Message> {
  const fields = Object.fromEntries(
    Object.entries(spec.fields).map(([number, field]) => [
      number,
      fc.option(arbitraryValue(field), { nil: null }),
    ]),
  );
  return fc.tuple(fc.stringMatching(/^[012][0-9]{3}$/), fc.record(fields)).map(([mti, values]) => {
    const message = new Message(mti);
    for (const [number, value] of Object.entries(values)) {
      if (value !== null) message.set(Number(number), value);
    }
    return message;
  });
}

export function valuesOf(message: Message): [number, Value][] {
  return message.fieldNumbers().map((field) => [field, message.value(field)!]);
}
