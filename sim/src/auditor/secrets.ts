// I6 and I7: a wrong PIN never pays and is always counted, and nothing is accepted that its sender did not make.

import { type CaseFile, type Finding, isApproval, keyOfRow, type WireEvent } from './case-file.js';
import type { PaymentRow } from './rows.js';

/** Of each request with a PIN that left a till: whether it was the right one. */
function typedPins(file: CaseFile): Map<string, boolean> {
  const typed = new Map<string, boolean>();
  const pinsOf = new Map<string, Array<CaseFile['pins'][number]>>();
  for (const pin of file.pins) {
    const own = pinsOf.get(pin.terminalId);
    if (own === undefined) pinsOf.set(pin.terminalId, [pin]);
    else own.push(pin);
  }
  for (const event of file.events) {
    if (event.to !== 'host' || event.moment !== 'sent' || !event.read?.fields.has(52)) continue;
    const last = pinsOf.get(event.terminalId)?.findLast(({ order }) => order < event.order);
    if (last && !typed.has(event.key)) typed.set(event.key, last.isRight);
  }
  return typed;
}

const WRONG_PIN = new Set(['55', '75', '38']);

/** I6: who typed a wrong PIN is never approved; each wrong one is counted before it is told; the limit locks. */
export function pinsHold(file: CaseFile): Finding[] {
  const typed = typedPins(file);
  const tries = new Map<number, number>();
  const found: Finding[] = [];
  for (const { rows } of file.steps) {
    const withPin = rows.newTransactions.filter(
      (row) => row.card_id !== null && typed.has(keyOfRow(row)) && row.kind !== 'reversal',
    );
    for (const row of withPin) {
      const isRight = typed.get(keyOfRow(row));
      const before = tries.get(row.card_id!) ?? 0;
      const say = (detail: string): void =>
        void found.push({ subject: `card ${row.card_id} ${row.rrn}`, detail });
      if (isRight === false && isApproval(row.answer_code)) say('approved with a wrong PIN');
      if (isRight === true && row.answer_code === '55') say('the right PIN was told to be wrong');
      if (before >= file.pinTriesLimit && !WRONG_PIN.has(row.answer_code) && isPinJudged(row)) {
        say(`${row.answer_code} from a card that is locked`);
      }
      if (isRight === false && isPinJudged(row)) {
        tries.set(row.card_id!, Math.min(before + 1, file.pinTriesLimit));
      } else if (isRight === true && before < file.pinTriesLimit && isPinJudged(row))
        tries.set(row.card_id!, 0);
    }
    for (const card of rows.cards) {
      const counted = tries.get(card.card_id) ?? 0;
      const isOfBank = rows.newTransactions.length === 0;
      if (!isOfBank && card.pin_tries !== counted) {
        const detail = `${card.pin_tries} tries kept, ${counted} wrong PINs were told`;
        found.push({ subject: `card ${card.card_id}`, detail });
      }
      tries.set(card.card_id, card.pin_tries);
    }
  }
  return found;
}

/** A decision in which the bank looked at the PIN: not a refusal that came before it. */
function isPinJudged({ answer_code, reason, figures }: PaymentRow): boolean {
  if (isApproval(answer_code)) return true;
  return (
    /^(pin\.wrong|pin\.locked|funds\.|limit\.|original\.|refund\.)/.test(reason) && figures !== undefined
  );
}

/** I6: the count is durable, in the books of whoever judged the PIN, before anybody learns that it was wrong. */
export function wrongPinsAreCountedFirst(file: CaseFile): Finding[] {
  const atBank = new Map<string, number>();
  for (const { row, order } of file.bank.payments.values()) {
    if (row.answer_code === '55') atBank.set(keyOfRow(row), order);
  }
  return file.events.flatMap(({ to, moment, read, order, key }) => {
    if (to !== 'till' || moment !== 'sent' || read?.fields.get(39) !== '55') return [];
    const rrn = read.fields.get(37) ?? '';
    const kept = file.payments.get(rrn);
    const countedOrder = kept?.row.side === 'acquirer' ? atBank.get(key) : kept?.order;
    if (countedOrder !== undefined && countedOrder < order) return [];
    return [{ subject: rrn, detail: 'a wrong PIN was told before it was counted' }];
  });
}

const MACED = /^0[1246]/;

/** I7: every payment that moved money is what its terminal sent: nothing that was changed passed. */
export function onlyWhatWasSentIsAccepted(file: CaseFile): Finding[] {
  const sent = file.sent.host;
  const intact = new Map<string, WireEvent>();
  for (const event of file.events) {
    if (event.to !== 'host' || event.moment !== 'arrived' || !event.read || !MACED.test(event.read.mti))
      continue;
    if (sent.has(event.frame)) {
      intact.set(`${event.key}|${(event.read.fields.get(60) ?? '').slice(2, 8)}`, event);
    }
  }
  return [...file.payments.values()].flatMap(({ row }) => {
    if (row.movement === null || row.kind === 'reversal') return [];
    const event = intact.get(`${keyOfRow(row)}|${row.batch}`);
    const subject = `${row.terminal_id} ${row.rrn}`;
    if (event === undefined) return [{ subject, detail: 'no such message of its terminal arrived whole' }];
    const amount = Number(event.read!.fields.get(4));
    return amount === row.amount_minor
      ? []
      : [{ subject, detail: `booked ${row.amount_minor} of ${amount}` }];
  });
}

/** I7: a till takes no answer for an approval that a host did not make. */
export function onlyWhatWasAnsweredIsBelieved(file: CaseFile): Finding[] {
  const sent = file.sent.till;
  const real = new Set(
    file.events
      .filter(
        ({ to, moment, read }) => to === 'till' && moment === 'arrived' && isApproval(read?.fields.get(39)),
      )
      .filter(({ frame }) => sent.has(frame))
      .map(({ read, terminalId }) => `${terminalId}|${read!.fields.get(37)}`),
  );
  return file.tills.flatMap(({ terminalId, rrn, result, trace }) =>
    result !== 'approved' || rrn === '' || real.has(`${terminalId}|${rrn}`)
      ? []
      : [
          {
            subject: `${terminalId} ${trace}`,
            detail: `${rrn} was approved at the till by no answer of a host`,
          },
        ],
  );
}

/** No card number is on the disk or in a log, whole (PCI DSS 3.5.1). */
export function noCardNumberIsKept(file: CaseFile): Finding[] {
  const known = new Set(file.pans);
  const lengths = new Set(file.pans.map((pan) => pan.length));
  const find = (where: string, text: string): Finding[] =>
    (text.match(/\d{13,}/g) ?? []).flatMap((digits) =>
      [...lengths].some((length) => windows(digits, length).some((one) => known.has(one)))
        ? [{ subject: where, detail: 'a card number is kept' }]
        : [],
    );
  return [
    ...file.steps.flatMap(({ at, text }) => find(`the disk at ${at}`, text)),
    ...file.lines.flatMap((line) => find('a log', line)),
  ];
}

function windows(digits: string, length: number): string[] {
  return Array.from({ length: digits.length - length + 1 }, (_, at) => digits.slice(at, at + length));
}

const ATC = '9f3602';

/** I7: no cryptogram is good for two payments: the counter of a card's approvals never comes twice. */
export function countersComeOnce(file: CaseFile): Finding[] {
  const used = new Map<string, string>();
  const presented = new Map<string, string>();
  for (const { to, moment, read, key } of file.events) {
    if (to !== 'host' || moment !== 'sent' || !read || !/^0[12]/.test(read.mti)) continue;
    const chip = read.fields.get(55) ?? '';
    const at = chip.indexOf(ATC);
    const card = read.fields.get(2) ?? read.fields.get(35)?.split('d')[0] ?? '';
    const presentation = `${key}|${(read.fields.get(60) ?? '').slice(2, 8)}`;
    if (at >= 0) presented.set(presentation, `${card} ${chip.slice(at + 6, at + 10)}`);
  }
  return [...file.payments.values()].flatMap(({ row }) => {
    const counter = presented.get(`${keyOfRow(row)}|${row.batch}`);
    if (counter === undefined || row.movement === null || row.kind === 'reversal') return [];
    const other = used.get(counter);
    used.set(counter, row.rrn);
    return other === undefined
      ? []
      : [{ subject: row.rrn, detail: `has the cryptogram counter of ${other}` }];
  });
}

const KSN_HEX_DIGITS = 24;

/** I7: of a terminal with keys for each message every serial number is newer, and none moves money twice. */
export function serialNumbersComeOnce(file: CaseFile): Finding[] {
  const last = new Map<string, string>();
  const ksnOf = new Map<string, string>();
  const found: Finding[] = [];
  for (const { to, moment, terminalId, read, key } of file.events) {
    if (to !== 'host' || moment !== 'sent' || !read || !file.dukptTerminals.has(terminalId)) continue;
    if (!MACED.test(read.mti)) continue;
    const ksn = (read.fields.get(62) ?? '').slice(0, KSN_HEX_DIGITS);
    const before = last.get(terminalId) ?? '';
    if (ksn <= before) found.push({ subject: terminalId, detail: `sent ${ksn} after ${before}` });
    last.set(terminalId, ksn);
    ksnOf.set(`${key}|${(read.fields.get(60) ?? '').slice(2, 8)}`, ksn);
  }
  const spent = new Map<string, string>();
  for (const { row } of file.payments.values()) {
    const ksn = ksnOf.get(`${keyOfRow(row)}|${row.batch}`);
    if (ksn === undefined || row.movement === null || row.kind === 'reversal') continue;
    const other = spent.get(ksn);
    spent.set(ksn, row.rrn);
    if (other) found.push({ subject: row.rrn, detail: `has the serial number of ${other}` });
  }
  return found;
}
