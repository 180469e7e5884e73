// The end of the day at the stories' own terminal: what it counted, settlement (0500), batch upload (0320), and
// downloads in parts. From the protocol's page alone (sections 3 and 8).

import type { Done } from './wire-followers.js';
import type { Answer, WireTerminal } from './wire-terminal.js';

interface Side {
  readonly amountMinor: number;
  readonly count: number;
}

/** Debit and credit of domestic cards. */
export interface BatchTotals {
  readonly debit: Side;
  readonly credit: Side;
}

export function totals(debits: readonly number[], credits: readonly number[]): BatchTotals {
  const side = (amounts: readonly number[]): Side => ({
    amountMinor: amounts.reduce((sum, one) => sum + one, 0),
    count: amounts.length,
  });
  return { debit: side(debits), credit: side(credits) };
}

const NO_FOREIGN = '0'.repeat(31);

/** The thirty digits of one class, without the comparison. */
export function digitsOf({ debit, credit }: BatchTotals): string {
  return [debit, credit]
    .map(
      ({ amountMinor, count }) => `${String(amountMinor).padStart(12, '0')}${String(count).padStart(3, '0')}`,
    )
    .join('');
}

/** Digits 31 and 62 of the answer: 1 equal, 2 unequal, 3 error. */
export interface Settled {
  readonly answer: Answer;
  readonly comparison: string;
  /** The answer's own amounts and counts, domestic. */
  readonly hostTotals: string;
}

export async function settle(till: WireTerminal, counted: BatchTotals): Promise<Settled> {
  const f48 = `${digitsOf(counted)}0${NO_FOREIGN}`;
  const answer = await till.manage('0500', '201', { 11: till.nextTrace(), 48: f48, 49: '156' });
  const told = answer.fields[48] ?? '';
  return { answer, comparison: `${told[30]}${told[61]}`, hostTotals: told.slice(0, 30) };
}

/** Up to eight payments in one message. */
export function uploadDetails(till: WireTerminal, payments: readonly Done[]): Promise<Answer> {
  const rows = payments.map(
    ({ fields }) => `00${fields[11]}${(fields[2] ?? '').padStart(20, '0')}${fields[4]}`,
  );
  const f48 = String(rows.length).padStart(2, '0') + rows.join('');
  return till.manage('0320', '201', { 11: till.nextTrace(), 48: f48 });
}

/** A payment by itself, with the fields of its own message. */
export function uploadItem(till: WireTerminal, { fields }: Done, network = '201'): Promise<Answer> {
  const kept = [2, 3, 4, 11, 14, 22, 25, 37, 38, 49, 61].flatMap((number) =>
    fields[number] === undefined ? [] : [[number, fields[number]] as const],
  );
  return till.manage('0320', network, Object.fromEntries(kept));
}

/** 202 after unequal totals, 207 after equal ones. */
export function endUpload(till: WireTerminal, network: '202' | '207', items: number): Promise<Answer> {
  return till.manage('0320', network, { 11: till.nextTrace(), 48: String(items).padStart(4, '0') });
}

/** Codes of 60.3 for query, fetch and end. */
const LISTS = {
  keys: { query: '372', fetch: '370', end: '371' },
  applications: { query: '382', fetch: '380', end: '381' },
} as const;

/** Every name of the list, asking again as long as the host has more; in hex, as F62 of the fetch takes them. */
export async function listNames(till: WireTerminal, list: keyof typeof LISTS): Promise<readonly string[]> {
  const names: string[] = [];
  for (;;) {
    const asked = Buffer.from(`1${String(names.length).padStart(2, '0')}`, 'latin1').toString('hex');
    const { code, fields } = await till.manage('0820', LISTS[list].query, {
      ...{ 11: till.nextTrace(), 62: asked.toUpperCase() },
    });
    const part = fields[62] ?? '';
    if (code !== '00' || part.length <= 2) return names;
    names.push(...namesIn(part.slice(2)));
    if (part.startsWith('31')) return names;
  }
}

/** 9F06 begins each name. */
function namesIn(objects: string): string[] {
  const names: string[] = [];
  let at = 0;
  while (at < objects.length) {
    const start = at;
    do {
      at += 6 + 2 * Number.parseInt(objects.slice(at + 4, at + 6), 16);
    } while (at < objects.length && objects.slice(at, at + 4) !== '9F06');
    names.push(objects.slice(start, at));
  }
  return names;
}

/** F62 of the answer, behind its first character. */
export async function fetchEntry(
  till: WireTerminal,
  list: keyof typeof LISTS,
  name: string,
): Promise<{ readonly progress: string; readonly objects: string }> {
  const { fields } = await till.manage('0800', LISTS[list].fetch, { 11: till.nextTrace(), 62: name });
  const part = Buffer.from(fields[62] ?? '', 'hex');
  return { progress: part.toString('latin1', 0, 1), objects: part.toString('hex', 1).toUpperCase() };
}

export function endDownload(till: WireTerminal, list: keyof typeof LISTS): Promise<Answer> {
  return till.manage('0800', LISTS[list].end, { 11: till.nextTrace() });
}
