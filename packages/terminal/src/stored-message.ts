// What may be kept of a message so that it can be sent again, or repeated in another one.

import { fromHex, Message } from '@tillgate/iso8583';
import type { Instrument } from './card.js';

/** Never stored: tracks, PIN and their control, the payment code, the MAC; F55 is binary and kept apart. */
const passingFields: readonly number[] = [26, 35, 36, 52, 53, 55, 59, 64];

/** The text fields of a message that may be stored, with number and expiry of the card that it is about. */
export function storedFields(message: Message, instrument: Instrument): Readonly<Record<number, string>> {
  const { pan, expiry } = instrument.reveal();
  const fields: Record<number, string> = {};
  if (pan !== '') fields[2] = pan;
  if (expiry !== '') fields[14] = expiry;
  for (const field of message.fieldNumbers()) {
    const value = passingFields.includes(field) ? undefined : message.text(field);
    if (value !== undefined) fields[field] = value;
  }
  return fields;
}

/** A message from what was stored of it. */
export function storedMessage(
  mti: string,
  fields: Readonly<Record<number, string>>,
  chipData: string | undefined,
): Message {
  const message = new Message(mti);
  for (const [field, value] of Object.entries(fields)) message.set(Number(field), value);
  const chipBytes = chipData === undefined ? undefined : fromHex(chipData);
  return chipBytes === undefined ? message : message.set(55, chipBytes);
}
