// One question of an acquirer, answered: read, checked in the HSM, decided and booked under the card's lock by the
// units that decide everywhere, then answered from what was committed.

import type { Message } from '@tillgate/iso8583';
import { toHex } from '@tillgate/iso8583';
import { isFollower, kindOf, standardProfile } from '@tillgate/pos-protocol';
import {
  type BankRequest,
  cardRequestUnit,
  contentOf,
  followUnit,
  isRefusal,
  type Outcome,
  proofForCard,
  type Refusal,
  readChip,
  record,
  refuse,
  reversalUnit,
  STALE,
  unrecorded,
} from '../acquirer/index.js';
import type { Hsm } from '../hsm/index.js';
import { checkCryptogram, checkPin, type PinResult } from '../issuer/index.js';
import type { Clock } from '../kernel/clock.js';
import { Timeline } from '../kernel/timeline.js';
import type { CardReference, Directory, GroupCommit, IssuerRow, Unit } from '../store/index.js';
import { type BankQuestion, readBankMessage, readQuestion, writeReply } from '../switch/index.js';

export interface BankPorts {
  readonly hsm: Hsm;
  readonly directory: Directory;
  readonly books: GroupCommit;
  readonly issuer: IssuerRow;
  readonly clock: Clock;
  nextRrn(localDate: string): Promise<string>;
  /** A unit of work that ended in a bug: one line, no card data. */
  failed(rrn: string, error: unknown): void;
}

/** Undefined for bytes that are no question: nobody can be answered. */
export async function answerQuestion(ports: BankPorts, body: Uint8Array): Promise<Uint8Array | undefined> {
  const message = readBankMessage(body);
  const question = message && readQuestion(message);
  if (!message || !question) return undefined;
  const request = await requestOf(ports, message, question);
  const outcome = await settle(ports, request, question);
  const { answerCode, reason, figures, authCode } = outcome.outcome;
  const proof = await proofForCard(ports.hsm, outcome.request, outcome.outcome);
  return writeReply(message, { answerCode, reason, figures, authCode }, proof);
}

/** The question in the form that decisions are made over. */
async function requestOf(
  { hsm, issuer, clock, nextRrn }: BankPorts,
  sent: Message,
  question: BankQuestion,
): Promise<BankRequest> {
  const { pan, terminalId, merchantId, batch, trace, localDate, original } = question;
  // A repetition is the same message: the last digit of the MTI says no more than that it repeats (ISO 8583:1987).
  const message = sent.clone(`${sent.mti.slice(0, 3)}0`);
  const receivedAt = clock.now();
  const timeline = new Timeline(clock);
  const panHash = pan ? toHex(await hsm.panHash(pan.reveal())) : '';
  return {
    arrival: { body: new Uint8Array(0), receivedAt, timeline, certifiedTerminalId: undefined },
    ...{ timeline, rrn: await nextRrn(localDate), envelope: { tpdu: undefined, header: undefined, message } },
    ...{ profile: standardProfile, kind: kindOf(message), terminalId, merchantId, trace, batch, localDate },
    localTime: question.localTime,
    ...{ receivedAt, macInput: undefined, side: 'issuer', issuer },
    merchant: {
      ...{
        merchant_id: merchantId,
        mcc: question.mcc,
        fee_basis_points: 0,
        no_pin_limit_minor: question.noPinLimitMinor,
      },
    },
    ...{ pan, panMasked: pan?.masked, panHash, codeHash: undefined },
    contentHash: toHex(await hsm.contentHash(contentOf(message, pan?.reveal() ?? ''))),
    ...{ amountMinor: question.amountMinor, tipMinor: question.tipMinor, entryMode: question.entryMode },
    ...{ pinBlock: question.pinBlock, verifiedOnDevice: question.verifiedOnDevice, original },
  };
}

interface Settled {
  readonly request: BankRequest;
  readonly outcome: Outcome;
}

/** Decides and commits; what was read before the lock may be stale under it: then again, freshly. */
async function settle(ports: BankPorts, request: BankRequest, question: BankQuestion): Promise<Settled> {
  const { books, failed } = ports;
  try {
    for (let round = 0; round < 4; round += 1) {
      const decided = await decide(ports, request, question);
      const outcome = await books.submit(decided.unit);
      if (outcome !== STALE) return { request: decided.request, outcome };
    }
  } catch (error) {
    failed(request.rrn, error);
  }
  return { request, outcome: unrecorded(request, 'host.malfunction') };
}

interface Deciding {
  readonly request: BankRequest;
  readonly unit: Unit<Outcome | typeof STALE>;
}

async function decide(ports: BankPorts, request: BankRequest, question: BankQuestion): Promise<Deciding> {
  const { kind } = request;
  if (kind === undefined) return refused(request, refuse('message.not-served'));
  if (kind === 'reversal') return { request, unit: reversalUnit(request) };
  const holder = await ports.directory.card(request.panHash);
  if (holder?.issuer_id !== ports.issuer.issuer_id) return refused(request, refuse('card.unknown'));
  const checked = await check(ports, request, holder);
  if (isRefusal(checked)) return refused(request, checked);
  const { pin, proved } = checked;
  const reference = question.pinBlock && holder.pin_reference;
  const unit = isFollower(kind)
    ? followUnit(proved, kind, pin, reference)
    : cardRequestUnit(proved, pin, reference);
  return isRefusal(unit) ? refused(request, unit) : { request: proved, unit };
}

/** PIN and cryptogram, in the HSM: what they prove counts only under the card's lock. */
async function check(
  { hsm, issuer }: BankPorts,
  request: BankRequest,
  holder: CardReference,
): Promise<{ readonly pin: PinResult; readonly proved: BankRequest } | Refusal> {
  const { pan, pinBlock } = request;
  const cryptogram = readChip(request);
  if (cryptogram && isRefusal(cryptogram)) return cryptogram;
  if (!pan) return refuse('message.format', { field: '2', offset: 0 });
  const [pin, checked] = await Promise.all([
    pinBlock && checkPin(hsm, issuer, pan, holder.pin_reference, pinBlock),
    cryptogram && checkCryptogram(hsm, issuer, { pan, sequence: holder.sequence }, cryptogram, request),
  ]);
  return { pin, proved: { ...request, cryptogram: checked } };
}

/** A refusal is kept, too; it names no identity, so the right message may still come under the same trace. */
function refused(request: BankRequest, { refused: reason, figures }: Refusal): Deciding {
  const unit: Unit<Outcome> = {
    load: undefined,
    decide: (draft) => record(draft, request, { state: 'declined', reason, figures }),
  };
  return { request, unit };
}
