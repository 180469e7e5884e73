// Two messages side by side, field by field in the order of the numbers: what only one has, what differs.

import type { MessageField, Words } from '@tillgate/server/api';

export interface ComparedField {
  readonly field: string;
  readonly name: Words;
  /** Undefined where the message lacks the field. */
  readonly left: string | undefined;
  readonly right: string | undefined;
  readonly differs: boolean;
}

export function compareFields(
  left: readonly MessageField[],
  right: readonly MessageField[],
): readonly ComparedField[] {
  const sides = [left, right].map((fields) => new Map(fields.map((one) => [one.field, one])));
  const [ours, theirs] = sides as [Map<string, MessageField>, Map<string, MessageField>];
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].sort(byPlace);
  return names.map((field) => {
    const [one, other] = [ours.get(field), theirs.get(field)];
    return {
      field,
      name: (one ?? other)!.name,
      left: one?.value,
      right: other?.value,
      // A masked value that looks the same may not be: only what can be seen is compared.
      differs: one?.value !== other?.value,
    };
  });
}

const FRONT = ['length', 'tpdu', 'header', 'mti', 'bitmap'];

/** What stands in front, then fields by number, parts behind their field. */
function byPlace(one: string, other: string): number {
  const rank = (field: string): number => {
    const front = FRONT.indexOf(field.split('.')[0]!);
    return front >= 0 ? front - FRONT.length : Number.parseInt(field, 10) || 1000;
  };
  return rank(one) - rank(other) || (one < other ? -1 : one > other ? 1 : 0);
}
