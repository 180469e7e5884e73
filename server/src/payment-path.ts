// START HERE. The way of every request, station by station, top to bottom: bytes -> message -> terminal ->
// MAC -> card -> bank -> PIN and cryptogram -> books -> answer. A station that says no ends the way with a reason; the
// answer leaves only after the books have committed what it says. A bank behind a link is asked between two commits.

import type { Cryptogram } from '@tillgate/emv';
import { isFollower } from '@tillgate/pos-protocol';
import * as acquirer from './acquirer/index.js';
import {
  type Asked,
  isAsking,
  isRefusal,
  type Outcome,
  type Refusal,
  refuse,
  STALE,
  UNDER_WAY,
} from './acquirer/index.js';
import type { Hsm } from './hsm/index.js';
import { changePin, checkCryptogram, checkPin, type PinResult } from './issuer/index.js';
import { Fault } from './kernel/fault.js';
import { reasonOfFault } from './kernel/reasons-of-faults.js';
import type { Pan } from './kernel/sensitive.js';
import type { Directory, GroupCommit, PinReference, Unit } from './store/index.js';
import { type BankAnswer, type BankQuestion, issuerOf, translatePin } from './switch/index.js';

/** The banks that decide behind links. */
export interface Banks {
  isElsewhere(issuerId: string): boolean;
  /** Gives a card of such a bank its name in the books. */
  meet(issuerId: string, pan: Pan, panHash: string): Promise<void>;
  /** The number of a card that has its name in the books, which keep it sealed; undefined for any other. */
  panOf(panHash: string): Promise<Pan | undefined>;
  ask(issuerId: string, question: BankQuestion): Promise<BankAnswer>;
  /** Resolves when it is worth looking again at a question that is under way. */
  soon(): Promise<void>;
}

/** Looks into what security processing refused, after the answer; never waited for. */
export interface SecurityWatch {
  accepted(request: Pick<acquirer.Verified, 'terminalId' | 'trace' | 'receivedAt'>): void;
  answered(request: acquirer.Request & Partial<acquirer.RoutedRequest>, outcome: Outcome): void;
}

export interface Stations {
  readonly banks: Banks;
  readonly hsm: Hsm;
  readonly directory: Directory;
  readonly books: GroupCommit;
  readonly ports: acquirer.AnswerPorts & acquirer.ReadPorts;
  /** A message came under the terminal's keys: counted for their age, never waited for. */
  keyUsed(terminalId: string): void;
  readonly security: SecurityWatch;
  /** A unit of work that ended in a bug: one line, no card data. */
  failed(rrn: string, error: unknown): void;
}

/** What leaves: an answer, or nothing but a line in the log and a closed connection. */
export type Reply = Answered | acquirer.Unanswerable;

export interface Answered {
  readonly body: Uint8Array;
  readonly request: acquirer.Request & Partial<acquirer.RoutedRequest>;
  readonly outcome: Outcome;
}

/** The request with everything that the stations have proved of it so far. */
interface Way {
  known: acquirer.Request & Partial<acquirer.RoutedRequest>;
  /** What a bank behind a link is told of the card, kept as long as it is asked; the block is under its zone key. */
  told?: acquirer.CardTold;
}
type Decided = Outcome | typeof STALE | Asked | typeof UNDER_WAY;
type Decision = Unit<Decided> | Refusal;

export async function answer(stations: Stations, arrival: acquirer.Arrival): Promise<Reply> {
  const read = await acquirer.readRequest(stations.ports, arrival);
  if ('unanswerable' in read) return read;
  const way: Way = { known: read.request };
  const outcome = await settle(stations, way, read.refusal);
  const body = await acquirer.answerRequest(stations.ports, way.known, outcome);
  stations.security.answered(way.known, outcome);
  return { body, request: way.known, outcome };
}

/** The terminal hung up before its answer could leave: an approval is reversed, as the terminal itself would. */
export async function takeBack(stations: Stations, { request, outcome }: Answered): Promise<void> {
  if (!acquirer.isReversible(request, outcome)) return;
  try {
    const rrn = await stations.ports.nextRrn(request.localDate);
    const reversal = await acquirer.reversalByHost(stations.hsm, request, rrn);
    await stations.books.submit(acquirer.takeBackUnit(reversal, request.rrn));
  } catch (error) {
    stations.failed(request.rrn, error);
  }
}

/** Decides and commits. What was read outside the locks may be stale under them: then again, freshly. */
async function settle(stations: Stations, way: Way, malformed: Refusal | undefined): Promise<Outcome> {
  const { books, directory } = stations;
  const request = way.known;
  let last: Refusal | undefined;
  for (let round = 0; round < 4; round += 1) {
    try {
      const decision = malformed ?? last ?? (await decide(stations, request, way));
      if (isRefusal(decision) && round === 0 && acquirer.restsOnTerminal(decision)) {
        // Another host may have signed the terminal on since its row was cached here.
        directory.forget(request.terminalId);
        continue;
      }
      const outcome: Decided = await books.submit(
        isRefusal(decision) ? acquirer.refusalUnit(way.known, decision, decision === last) : decision,
      );
      request.timeline.did('ledger', 'decision.committed');
      if (acquirer.changesTerminal(way.known) || outcome === STALE) directory.forget(request.terminalId);
      if (outcome === UNDER_WAY) return await awaitOther(stations, way);
      if (isAsking(outcome)) return await askBank(stations, way, outcome);
      if (outcome !== STALE) return outcome;
    } catch (error) {
      if (last || (error instanceof Fault && error.code === 'TG_STORE_GONE')) break;
      const known = error instanceof Fault ? reasonOfFault(error.code) : undefined;
      last = refuse(known ?? 'host.malfunction');
      if (known === undefined) stations.failed(request.rrn, error);
    }
  }
  return acquirer.unrecorded(request, 'host.malfunction');
}

/** The question is stored; the bank's answer makes a second commit. Should that fail, it is given up later. */
async function askBank(stations: Stations, way: Way, { askedAbout }: Asked): Promise<Outcome> {
  const { banks, books } = stations;
  const routed = way.known as acquirer.RoutedRequest;
  const question = acquirer.questionOf(routed, way.told, askedAbout);
  const answered = await banks.ask(routed.issuer.issuer_id, question);
  routed.timeline.did('switch', 'bank.asked');
  const outcome = await books.submit(acquirer.concludeUnit(routed, answered));
  routed.timeline.did('ledger', 'decision.committed');
  return outcome;
}

/** The same request came before and its bank has not answered it yet: both get the one answer. */
async function awaitOther(stations: Stations, way: Way): Promise<Outcome> {
  const request = way.known as acquirer.RoutedRequest;
  for (let round = 0; round < 200; round += 1) {
    await stations.banks.soon();
    const unit = acquirer.askUnit(request);
    const outcome = isRefusal(unit) ? STALE : await stations.books.submit(unit);
    if (outcome === STALE) break;
    if (isAsking(outcome)) return askBank(stations, way, outcome);
    if (outcome !== UNDER_WAY) return outcome;
  }
  return acquirer.unrecorded(request, 'issuer.asked');
}

async function decide(stations: Stations, request: acquirer.Request, way: Way): Promise<Decision> {
  const identified = await acquirer.identifyTerminal(stations.directory, request);
  if (isRefusal(identified)) return identified;
  way.known = identified;
  switch (identified.kind) {
    case 'sign-on':
      return acquirer.signOn(stations.hsm, identified);
    case 'sign-off':
      return acquirer.signOffUnit(identified);
    case 'echo':
      return acquirer.echoUnit(identified);
    case 'status-upload':
      return acquirer.statusUnit(identified);
    case 'settlement':
      return acquirer.settlementUnit(identified);
    case 'batch-upload':
      return acquirer.batchUploadUnit(identified);
    case 'parameter-download':
    case 'public-key-query':
    case 'public-key-download':
    case 'public-key-end':
    case 'chip-application-query':
    case 'chip-application-download':
    case 'chip-application-end':
      return acquirer.downloadUnit(stations.directory.downloads(), identified);
    case undefined:
      return refuse('message.not-served');
    default:
      return decideVerified(stations, identified, way);
  }
}

/** Messages with a MAC: it is checked before anything else they say counts. */
async function decideVerified(
  stations: Stations,
  identified: acquirer.Identified,
  way: Way,
): Promise<Decision> {
  const verified = await acquirer.verifyMac(stations.hsm, identified);
  if (isRefusal(verified)) return verified;
  way.known = verified;
  const expired = acquirer.refuseExpiredKeys(verified);
  if (expired) return expired;
  stations.keyUsed(verified.terminalId);
  stations.security.accepted(verified);
  if (verified.kind === 'script-result') return acquirer.scriptResultUnit(verified);
  if (verified.kind === 'signature') return acquirer.signatureUnit(verified);
  return decideCard(stations, verified, way);
}

async function decideCard(stations: Stations, verified: acquirer.Verified, way: Way): Promise<Decision> {
  const { hsm, directory } = stations;
  const card = await acquirer.readCard(hsm, directory, verified);
  if (isRefusal(card)) return card;
  way.known = card;
  const issuer = directory.issuer(await issuerOf(directory, card));
  const side = issuer && stations.banks.isElsewhere(issuer.issuer_id) ? 'acquirer' : 'both';
  if (card.kind === 'reversal') return acquirer.reversalUnit({ ...card, side });
  if (!issuer) return refuse('issuer.unknown');
  const routed = { ...card, issuer, side } as const;
  way.known = routed;
  if (side === 'acquirer') return decideElsewhere(stations, routed, way);
  const cryptogram = acquirer.readChip(routed);
  if (cryptogram && isRefusal(cryptogram)) return cryptogram;
  if (card.kind === 'pin-change') return decidePinChange(stations, routed, cryptogram, way);
  if (!card.pan || !(card.pinBlock || cryptogram)) return decideRouted(routed, undefined, undefined);
  const [pinBlock, holder] = await Promise.all([
    card.pinBlock && translatePin(hsm, acquirer.pinKeyOf(card.keys), issuer, card.pan, card.pinBlock),
    directory.card(card.panHash),
  ]);
  if (pinBlock) card.timeline.did('switch', 'pin.translated');
  if (pinBlock === 'undecodable') return refuse('pin.unknown');
  if (!holder) return acquirer.unknownCard(card);
  const [pin, checked] = await Promise.all([
    pinBlock && checkPin(hsm, issuer, card.pan, holder.pin_reference, pinBlock),
    cryptogram &&
      checkCryptogram(hsm, issuer, { pan: card.pan, sequence: holder.sequence }, cryptogram, card),
  ]);
  if (pinBlock) card.timeline.did('issuer', 'pin.checked');
  if (checked) card.timeline.did('issuer', 'cryptogram.checked');
  const proved = { ...routed, cryptogram: checked };
  way.known = proved;
  return decideRouted(proved, pin, pinBlock && holder.pin_reference);
}

/** Old and new PIN go to the bank's key together, and the HSM makes the new reference only by the old PIN. */
async function decidePinChange(
  { hsm, directory }: Stations,
  routed: acquirer.RoutedRequest,
  cryptogram: Cryptogram | undefined,
  way: Way,
): Promise<Decision> {
  const { issuer, pan, pinBlock, newPinBlock } = routed;
  if (!pan || !pinBlock || !newPinBlock) return refuse('message.format', { field: '52', offset: 0 });
  const from = acquirer.pinKeyOf(routed.keys);
  const [oldPinBlock, newer, holder] = await Promise.all([
    translatePin(hsm, from, issuer, pan, pinBlock),
    translatePin(hsm, from, issuer, pan, newPinBlock),
    directory.card(routed.panHash),
  ]);
  routed.timeline.did('switch', 'pin.translated');
  if (oldPinBlock === 'undecodable' || newer === 'undecodable') return refuse('pin.unknown');
  if (!holder) return refuse('card.unknown');
  const [changed, checked] = await Promise.all([
    changePin(hsm, issuer, pan, holder.pin_reference, { oldPinBlock, newPinBlock: newer }),
    cryptogram && checkCryptogram(hsm, issuer, { pan, sequence: holder.sequence }, cryptogram, routed),
  ]);
  routed.timeline.did('issuer', 'pin.changed');
  way.known = { ...routed, cryptogram: checked };
  return acquirer.pinChangeUnit({ ...routed, cryptogram: checked }, changed, holder.pin_reference);
}

/** A bank behind a link: asked, or told afterwards of what has happened already. */
async function decideElsewhere(
  { hsm, banks }: Stations,
  routed: acquirer.RoutedRequest,
  way: Way,
): Promise<Decision> {
  const { issuer, panHash, pinBlock } = routed;
  if (routed.kind === 'pin-change') return refuse('pin-change.bank-elsewhere');
  // A card that only its original names has its name in the books, and its number.
  if (routed.pan) await banks.meet(issuer.issuer_id, routed.pan, panHash);
  if (acquirer.tellsOnly(routed)) return decideRouted(routed, undefined, undefined);
  const pan = routed.pan ?? (isFollower(routed.kind) ? await banks.panOf(panHash) : undefined);
  if (!pan) return refuse('message.format', { field: '2', offset: 0 });
  const translated =
    pinBlock && (await translatePin(hsm, acquirer.pinKeyOf(routed.keys), issuer, pan, pinBlock));
  if (translated === 'undecodable') return refuse('pin.unknown');
  if (translated) routed.timeline.did('switch', 'pin.translated');
  way.told = { pan, pinBlock: translated };
  return acquirer.askUnit(routed);
}

function decideRouted(
  routed: acquirer.RoutedRequest,
  pin: PinResult,
  reference: PinReference | undefined,
): Decision {
  return isFollower(routed.kind)
    ? acquirer.followUnit(routed, routed.kind, pin, reference)
    : acquirer.cardRequestUnit(routed, pin, reference);
}
