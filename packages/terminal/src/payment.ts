// What a customer who is there does: purchase, balance enquiry, pre-authorization, payment by code. From the card
// to the outcome, with the PIN where the reading, the amount or the host asks for it.

import { messageKinds } from '@tillgate/pos-protocol';
import { type Card, type Instrument, ScannedCode } from './card.js';
import type { TerminalCore } from './core.js';
import { attempt } from './online-payment.js';
import { failed, type Outcome } from './outcome.js';
import type { PinReason } from './ports.js';
import { refusalBefore } from './readiness.js';
import type { PaymentRequest } from './requests.js';
import { traceDigits } from './state.js';

const PIN_REQUIRED = '70';

export async function pay(
  core: TerminalCore,
  kind: 'purchase' | 'balance' | 'pre-authorization',
  card: Card,
  amountMinor: number | undefined,
): Promise<Outcome> {
  const refusal = await refusalBefore(core, kind);
  if (refusal !== undefined) return refusal;
  if (card.entry === 'manual' && !core.settings.manualEntryAllowed) return failed(kind, 'not-allowed');
  const reason = reasonForPin(core, card, amountMinor);
  const pin = reason === undefined ? '' : await askPin(core, card, amountMinor, reason);
  if (pin === undefined) return failed(kind, 'cancelled');
  if (!isPin(pin)) return failed(kind, 'invalid-pin');

  const chip = await askChip(core, kind, card, amountMinor, pin !== '');
  const request = { kind, instrument: card, amountMinor, pin: pin === '' ? undefined : pin, chip };
  const first = await attempt(core, request);
  const { understandsPinRequest, profile } = core.settings;
  const understands = understandsPinRequest && profile.knowsPinRequired;
  if (first.answerCode !== PIN_REQUIRED || pin !== '' || !understands) return first;
  const askedPin = await askPin(core, card, amountMinor, 'host', first.hostText);
  if (askedPin === undefined || askedPin === '') return first;
  if (!isPin(askedPin)) return failed(kind, 'invalid-pin');
  // Without a MAC on the answer 70 the first request is still in doubt.
  const open = await refusalBefore(core, kind);
  if (open !== undefined) return open;
  const original = { batch: core.state.batch, trace: first.trace! };
  return attempt(core, { ...request, pin: askedPin, original });
}

/** The card's cryptogram for this message. One that comes again with the PIN after a 70 is not made anew. */
export async function askChip(
  core: TerminalCore,
  kind: 'purchase' | 'balance' | 'pre-authorization' | 'pin-change',
  card: Card,
  amountMinor: number | undefined,
  withPin: boolean,
): Promise<PaymentRequest['chip']> {
  const chip = await card.powerUp();
  return (
    chip && {
      card: chip,
      chipData: chip.firstCryptogram({
        amountMinor: amountMinor ?? 0,
        transactionType: messageKinds[kind].processingCode!.slice(0, 2),
        currency: core.settings.currency,
        date: core.localTime().date.slice(2),
        unpredictableNumber: core.ports.random.bytes(4),
        trace: traceDigits(core.state.nextTrace),
        serialNumber: core.settings.terminalId,
        contactless: card.entry === 'contactless',
        withPin,
      }),
    }
  );
}

/** 扫码消费: the customer's code instead of a card, and never a PIN. */
export async function payByCode(core: TerminalCore, code: string, amountMinor: number): Promise<Outcome> {
  const refusal = await refusalBefore(core, 'qr-sale');
  if (refusal !== undefined) return refusal;
  return attempt(core, { kind: 'qr-sale', instrument: new ScannedCode(code), amountMinor });
}

function isPin(pin: string): boolean {
  return /^([0-9]{4,12})?$/.test(pin);
}

/** Contact, stripe and manual entry take a PIN; contactless only above the limit. */
function reasonForPin(
  core: TerminalCore,
  card: Card,
  amountMinor: number | undefined,
): PinReason | undefined {
  if (card.entry !== 'contactless') return 'entry-mode';
  return (amountMinor ?? 0) > core.settings.contactlessNoPinLimitMinor ? 'amount' : undefined;
}

export async function askPin(
  core: TerminalCore,
  card: Instrument,
  amountMinor: number | undefined,
  reason: PinReason,
  hostText?: string,
): Promise<string | undefined> {
  core.stages.move('entering-pin');
  const { clock, pinEntry } = core.ports;
  const asked = clock.now();
  const pin = await pinEntry.ask({ reason, hostText, amountMinor, maskedPan: card.maskedPan });
  core.watch.exclude(clock.now() - asked);
  return pin;
}
