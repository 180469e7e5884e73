// The answer: what the request's fields are echoed, what the host fills in, and the MAC over it. It is built
// from the stored outcome alone, so a repeated request gets the same answer again.

import { writeTlv } from '@tillgate/emv';
import { fromHex, Message } from '@tillgate/iso8583';
import {
  answerMti,
  answerTpdu,
  type Envelope,
  formatF44,
  formatF48Totals,
  formatF54,
  formatF59,
  formatF60,
  formatF63,
  isApproval,
  macMethodOf,
  type Profile,
  packBody,
  packMaced,
  parseF60,
} from '@tillgate/pos-protocol';
import type { Hsm } from '../hsm/index.js';
import type { LocalTime } from '../kernel/local-time.js';
import { reason } from '../kernel/reasons.js';
import { fill } from '../kernel/words.js';
import type { TerminalRow } from '../store/index.js';
import { confirmationOf } from './confirmation.js';
import { type MessageKeys, macFor } from './message-keys.js';
import type { Outcome, Request, Routed, RoutedRequest } from './request.js';

/** The card still waits for its final answer. */
const ASKS_AGAIN: ReadonlySet<string> = new Set(['70', '1A']);
const CONFIRM_ON_PHONE = '1A';

/** Fields that come back as they were sent (protocol section 9: the terminal checks them). */
const ECHOED = [3, 4, 11, 25, 41, 42, 49, 60] as const;

export interface AnswerPorts {
  readonly hsm: Pick<Hsm, 'makeMac' | 'makeDukptMac' | 'makeArpc' | 'contentHash'>;
  readonly acquirerId: string;
  readonly acquirerName: string;
  issuerName(issuerId: string): string;
  localTime(at: number): LocalTime;
  /** Address of the phone page, for the codes of confirmations. */
  phonePage(): string;
}

/**
 * The frame body to send, with a MAC where the terminal has a key to check it. While the HSM is gone, and
 * where a no is provisional, a decline leaves without one; an approval never does.
 */
export async function answerRequest(
  ports: AnswerPorts,
  request: Request & Partial<RoutedRequest>,
  outcome: Outcome,
): Promise<Uint8Array> {
  const { tpdu, header, message } = request.envelope;
  const { terminal, keys, profile } = request;
  const answer = buildAnswer(ports, message, request.kind, outcome);
  const proof = await proofForCard(ports.hsm, request, outcome);
  if (proof) answer.set(55, proof);
  if (outcome.answerCode === CONFIRM_ON_PHONE) await askPhone(ports, outcome, answer);
  const envelope: Envelope = {
    tpdu: answerTpdu(tpdu, profile),
    header: header && { ...header, centreRequest: terminal?.centre_request ?? '0' },
    message: answer,
  };
  const answerKeys = keys ?? (terminal && keysLeft(terminal, profile));
  // A no with a MAC ends the terminal's reversal; without one it is believed, and the reversal still comes.
  if (!message.has(64) || !answerKeys || outcome.provisional) {
    request.timeline.did('acquirer', 'answer.sent');
    return packBody(envelope, profile);
  }
  try {
    const method = macMethodOf(profile);
    const body = await packMaced(
      envelope,
      (data) => macFor(ports.hsm, answerKeys, { data, method }),
      profile,
    );
    request.timeline.did('hsm', 'answer.maced');
    return body;
  } catch (error) {
    if (!isApproval(outcome.answerCode)) return packBody(envelope, profile);
    throw error;
  }
}

/** For the answer to a message under no key that is known: what the terminal may still check it by. */
function keysLeft(
  { current_keys: current, pending_keys: pending }: TerminalRow,
  { keyScheme }: Profile,
): MessageKeys | undefined {
  // A terminal has most likely loaded those of its newest sign-on.
  const working = pending ?? current;
  return working && keyScheme !== 'aes-dukpt' ? { scheme: keyScheme, working } : undefined;
}

function buildAnswer(ports: AnswerPorts, message: Message, kind: Request['kind'], outcome: Outcome): Message {
  const answer = new Message(answerMti(message.mti));
  for (const field of ECHOED) {
    const value = message.value(field);
    if (value !== undefined) answer.set(field, value);
  }
  const local = ports.localTime(outcome.at);
  answer.set(12, local.time).set(13, local.date.slice(4)).set(32, ports.acquirerId);
  answer.set(37, outcome.rrn).set(39, outcome.answerCode);
  if (kind === 'sign-on') setBatch(answer, outcome.batch);
  if (outcome.workingKeys) answer.set(62, outcome.workingKeys);
  if (outcome.download) answer.set(62, outcome.download);
  if (outcome.totals) answer.set(48, formatF48Totals(outcome.totals.totals, outcome.totals.comparison));
  if (outcome.authCode) answer.set(38, outcome.authCode);
  if (outcome.issuerId) {
    answer.set(15, local.date.slice(4));
    answer.set(44, formatF44({ issuer: outcome.issuerId, acquirer: ports.acquirerId }));
  }
  const { availableMinor } = outcome.figures;
  if (kind === 'balance' && outcome.answerCode === '00' && typeof availableMinor === 'number') {
    answer.set(
      54,
      formatF54({ accountType: '10', amountType: '02', currency: '156', amountMinor: availableMinor }),
    );
  }
  if (message.has(3) || outcome.answerCode !== '00') {
    const text =
      outcome.answerCode === '00' ? '' : fill(reason(outcome.reason).cashier.zh, outcome.figures, 'zh');
    answer.set(63, textsOf(ports, outcome, text));
  }
  return answer;
}

function textsOf(ports: AnswerPorts, { issuerId }: Outcome, terminal: string): Uint8Array {
  const issuer = issuerId ? ports.issuerName(issuerId) : '';
  return formatF63({ organisation: 'CUP', issuer, network: '', acquirer: ports.acquirerName, terminal });
}

/**
 * Field 55: the counter and the issuer's proof (tag 91), for a card whose cryptogram was right. Its final answer
 * only: after a 70 the card still waits, and a replay gets none. Without the HSM a decline leaves without it, an
 * approval does not.
 */
export async function proofForCard(
  hsm: Pick<Hsm, 'makeArpc'>,
  { cryptogram }: Partial<Routed>,
  { answerCode, reason: why, figures }: Pick<Outcome, 'answerCode' | 'reason' | 'figures'>,
): Promise<Uint8Array | undefined> {
  // A bank behind a link has made it.
  if (typeof figures.cardProof === 'string') return fromHex(figures.cardProof);
  if (!cryptogram?.right || ASKS_AGAIN.has(answerCode) || why === 'arqc.replay') return undefined;
  const approved = isApproval(answerCode);
  try {
    const proof = await hsm.makeArpc({ ...cryptogram.right, arc: answerCode, approved });
    return writeTlv([
      ['9F36', cryptogram.right.atc],
      ['91', proof],
    ]);
  } catch (error) {
    if (approved) throw error;
    return undefined;
  }
}

/** Field 59 `Q1`, the code to scan; the number that it shows on the phone goes with the text in field 63. */
async function askPhone(ports: AnswerPorts, outcome: Outcome, answer: Message): Promise<void> {
  const { token, number } = await confirmationOf(ports.hsm, outcome.rrn);
  const link = `${ports.phonePage()}#${outcome.rrn}.${token}`;
  answer.set(59, formatF59([{ tag: 'Q1', value: link }]));
  const text = `${reason(outcome.reason).cashier.zh} ${number}`;
  answer.set(63, textsOf(ports, outcome, text));
}

/** A sign-on's answer tells the batch to use. */
function setBatch(answer: Message, batch: string): void {
  const control = parseF60(answer.text(60) ?? '');
  if (control) answer.set(60, formatF60({ ...control, batch }));
}
