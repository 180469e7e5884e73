// Fields that the commands with PIN blocks share.

import { CommandRefusal } from './error-codes.js';
import type { FieldReader } from './field-reader.js';
import { type Answer, hexOf } from './host-command.js';

/** ISO 9564 formats by the numbers of these clients. Format 4 needs the whole account number: it is not sent here. */
const FORMATS: Readonly<Record<string, '0' | '3'>> = { '01': '0', '47': '3' };
export const FORMAT_NUMBERS = '`01` (ISO format 0) or `47` (format 3)';

/** Nobody is told how long a PIN is. */
const PIN_LENGTH_UNTOLD = '00';

export interface ReadFormat {
  readonly number: string;
  readonly format: '0' | '3';
}

export function readFormat(fields: FieldReader): ReadFormat {
  const number = fields.digits(2);
  const format = FORMATS[number];
  if (format === undefined) throw new CommandRefusal('23');
  return { number, format };
}

/** Twelve digits of the account number without its check digit, as a PAN that has the same twelve. */
export function panOf(fields: FieldReader): string {
  return `${fields.digits(12)}0`;
}

export function translated(pinBlock: Uint8Array | 'undecodable', { number }: ReadFormat): Answer {
  return pinBlock === 'undecodable' ? { code: '20' } : PIN_LENGTH_UNTOLD + hexOf(pinBlock) + number;
}
