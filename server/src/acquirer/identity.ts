// What makes two messages the same request: MTI class, terminal, merchant, batch, trace and the local date of
// arrival. Requests carry no date, so one that repeats across midnight is looked for under both dates; and under the
// next one too, since a clock may be set back, or that of another host be ahead.

import type { Message } from '@tillgate/iso8583';
import { dayAfter, dayBefore } from '../kernel/local-time.js';
import type { Request } from './request.js';

export interface IdentityParts {
  readonly mtiClass: string;
  readonly terminalId: string;
  readonly merchantId: string;
  readonly batch: string;
  readonly trace: string;
}

/** How long a repetition is known as one: longer than any terminal keeps a message to send again. */
export const REPEAT_WINDOW_MS = 86_400_000;

function identityOn(parts: IdentityParts, localDate: string): string {
  const { mtiClass, terminalId, merchantId, batch, trace } = parts;
  return [mtiClass, terminalId, merchantId, batch, trace, localDate].join('|');
}

/** Today's identity, yesterday's, tomorrow's. */
export type OwnIdentities = readonly [today: string, yesterday: string, tomorrow: string];

export function identitiesAround(parts: IdentityParts, localDate: string): OwnIdentities {
  const [yesterday, tomorrow] = [dayBefore(localDate), dayAfter(localDate)];
  return [identityOn(parts, localDate), identityOn(parts, yesterday), identityOn(parts, tomorrow)];
}

/** The parts of a request's identity. */
export function partsOf(request: Request): IdentityParts {
  const { terminalId, merchantId, batch, trace } = request;
  return { mtiClass: request.envelope.message.mti.charAt(1), terminalId, merchantId, batch, trace };
}

/** Where the original of a reversal may stand: a financial (02xx) or an authorization (01xx) of the same trace. */
export function originalsOf(reversal: Request): readonly OwnIdentities[] {
  return ['2', '1'].map((mtiClass) =>
    identitiesAround({ ...partsOf(reversal), mtiClass }, reversal.localDate),
  );
}

/** The fields that make a repetition a repetition; the PAN joins them, the PIN block and track never do. */
const CONTENT = [3, 4, 22, 23, 25, 37, 38, 48, 49, 60, 61] as const;
const REVERSAL_CONTENT = [3, 4, 25, 49, 60] as const;

/** Text to be hashed under the HSM's content key. */
export function contentOf(message: Message, pan: string): Uint8Array {
  const fields = message.mti.startsWith('04') ? REVERSAL_CONTENT : CONTENT;
  const parts = [message.mti, pan, ...fields.map((field) => message.text(field) ?? '')];
  return new TextEncoder().encode(parts.join('|'));
}
