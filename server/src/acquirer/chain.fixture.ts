// Payments and what follows them, as messages of the till: for the tests that walk the table of pairs.

import type { Message } from '@tillgate/iso8583';
import {
  type Follower,
  followRules,
  formatF48Tip,
  formatF59,
  type MessageKind,
  messageKinds,
} from '@tillgate/pos-protocol';
import { PAN, type Sent, type Till } from './till.fixture.js';

/** A message that was answered, with what a later one needs to name it. */
export interface Told {
  readonly kind: MessageKind;
  readonly message: Message;
  readonly sent: Sent;
  readonly rrn: string;
  readonly trace: string;
  readonly authCode: string;
  readonly amountMinor: number;
}

const digits = (amountMinor: number): string => String(amountMinor).padStart(12, '0');

/** The fields that every money message of the till has. */
export function messageOf(till: Till, kind: MessageKind, amountMinor: number, batch = '000001'): Message {
  const row = messageKinds[kind];
  return till
    .message(row.request)
    .set(2, PAN)
    .set(3, row.processingCode ?? '')
    .set(4, digits(amountMinor))
    .set(14, '3012')
    .set(22, '072')
    .set(25, row.condition ?? '')
    .set(49, '156')
    .set(60, `${row.types?.[0]}${batch}000600`);
}

export async function tell(
  till: Till,
  kind: MessageKind,
  message: Message,
  amountMinor: number,
): Promise<Told> {
  const sent = await till.send(message);
  const [rrn, authCode] = [sent.outcome.rrn, sent.outcome.authCode ?? '000000'];
  return { kind, message, sent, rrn, trace: message.text(11)!, authCode, amountMinor };
}

/** A payment of this kind, with whatever must come before it. */
export async function pay(till: Till, kind: MessageKind, amountMinor: number): Promise<Told> {
  switch (kind) {
    case 'completion':
    case 'completion-advice': {
      const hold = await pay(till, 'pre-authorization', amountMinor);
      return follow(till, kind, hold, amountMinor);
    }
    case 'void':
      return follow(till, kind, await pay(till, 'purchase', amountMinor), amountMinor);
    case 'refund':
      return follow(till, kind, await pay(till, 'offline-sale', amountMinor), amountMinor);
    case 'qr-sale': {
      const code = '621234567890123456';
      await till.showCode(code);
      const message = messageOf(till, kind, amountMinor).set(22, '032').delete(2).delete(14);
      return tell(till, kind, message.set(59, formatF59([{ tag: 'A3', value: code }])), amountMinor);
    }
    default:
      return tell(till, kind, messageOf(till, kind, amountMinor), amountMinor);
  }
}

export interface Bent {
  readonly batch?: string;
  readonly terminalId?: string;
  readonly pan?: string;
}

/** The follower of a payment, naming it as its rule says. */
export function followerOf(
  till: Till,
  kind: Follower,
  original: Told,
  amountMinor: number,
  bent: Bent = {},
): Message {
  const message = messageOf(till, kind, amountMinor, bent.batch);
  const { namedBy } = followRules[kind];
  if (namedBy === 'reference') message.set(37, original.rrn).set(38, original.authCode);
  if (namedBy === 'authorization') message.set(38, original.authCode);
  if (namedBy === 'voucher') message.set(61, `000001${original.trace}`);
  if (kind === 'tip') message.set(48, formatF48Tip(amountMinor - original.amountMinor));
  if (bent.terminalId) message.set(41, bent.terminalId);
  if (bent.pan) message.set(2, bent.pan);
  return message;
}

export function follow(
  till: Till,
  kind: Follower,
  original: Told,
  amountMinor: number,
  bent: Bent = {},
): Promise<Told> {
  return tell(till, kind, followerOf(till, kind, original, amountMinor, bent), amountMinor);
}

export async function reverse(till: Till, told: Told): Promise<Sent> {
  const reversal = till.reversalOf(told.message);
  for (const field of [37, 48, 59]) reversal.delete(field);
  return till.send(reversal);
}
