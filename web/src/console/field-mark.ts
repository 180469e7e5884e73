// Which field of a message is marked, and the tint that its bytes and its row share.

import type { MessageField } from '@tillgate/server/api';

export interface FieldMark {
  readonly marked: string | undefined;
  readonly onPoint: (field: string | undefined) => void;
  readonly onPick: (field: string) => void;
}

const TINTS = 6;

/** Neighbours in the message never share a tint. */
export function tintOf(fields: readonly MessageField[], field: string): string {
  return `tint-${fields.findIndex((one) => one.field === field) % TINTS}`;
}
