// I9: the chain of the audit is whole, and what is privileged stands in it before anybody has the fruit of it.

import { createHash } from 'node:crypto';
import type { CaseFile, Finding } from './case-file.js';
import type { DiskRecord } from './evidence.js';

interface Entry {
  readonly sequence: number;
  readonly previous: string;
  readonly uses: ReadonlyArray<{
    readonly command: string;
    readonly key: string;
    readonly result: string;
    readonly count: number;
  }>;
}

const BEFORE_THE_FIRST = '0'.repeat(64);

/** I9: each line holds the hash of the line before it, none is missing, and hosts remember an end that is in it. */
export function theChainHolds({ auditDisk, auditHeads }: CaseFile): Finding[] {
  const found: Finding[] = [];
  const hashes = new Map([[0, BEFORE_THE_FIRST]]);
  let last = { sequence: 0, sha256: BEFORE_THE_FIRST };
  for (const record of auditDisk) {
    const { sequence, previous } = entryOf(record);
    const subject = `entry ${sequence}`;
    if (sequence !== last.sequence + 1) found.push({ subject, detail: `follows entry ${last.sequence}` });
    else if (previous !== last.sha256) found.push({ subject, detail: 'does not hold the hash before it' });
    last = { sequence, sha256: createHash('sha256').update(record.text).digest('hex') };
    hashes.set(sequence, last.sha256);
  }
  for (const { sequence, sha256 } of auditHeads) {
    if (hashes.get(sequence) === sha256) continue;
    found.push({ subject: `entry ${sequence}`, detail: 'a host remembers another' });
  }
  return found;
}

/** I9: a host hands out working keys, and opens a stored card number for a bank, only when that is in the audit. */
export function privilegedUsesAreAudited(file: CaseFile): Finding[] {
  /** By the check values of both keys: when the pair became durable in the audit. */
  const madeAt = new Map<string, number>();
  let opened = 0;
  for (const record of file.auditDisk) {
    for (const { command, key, result, count } of entryOf(record).uses) {
      if (result !== 'done') continue;
      if (command === 'openPan') opened += count;
      const made = command === 'generateWorkingKeys' ? PAIR_MADE.exec(key) : null;
      if (made !== null) madeAt.set(`${made[1]}${made[2]}`, record.order);
    }
  }
  const told = [...file.forwards.values()].filter(({ state }) => state === 'confirmed').length;
  const unseen = {
    subject: 'openPan',
    detail: `${told} forwards were told, ${opened} uses are in the audit`,
  };
  return [...keysHandedOut(file, madeAt), ...(opened < told ? [unseen] : [])];
}

const SIGN_ON_ANSWER = '0810';
/** How an entry names a new pair: of each key its usage in a key block (X9.143), and its check value of three bytes. */
const PAIR_MADE = /\bP0\/([0-9A-F]{6}) M1\/([0-9A-F]{6})/;
/** Field 62: of each key sixteen bytes under the terminal's master key, then four of check value; in hexadecimal. */
const CHECK_VALUES_AT = [32, 72] as const;
const CHECK_VALUE_DIGITS = 6;

function keysHandedOut(file: CaseFile, madeAt: ReadonlyMap<string, number>): Finding[] {
  return file.events.flatMap(({ to, moment, read, terminalId, order }) => {
    if (to !== 'till' || moment !== 'sent' || read?.mti !== SIGN_ON_ANSWER) return [];
    const keys = read.fields.get(62);
    if (read.fields.get(39) !== '00' || keys === undefined) return [];
    const pair = CHECK_VALUES_AT.map((at) => keys.slice(at, at + CHECK_VALUE_DIGITS).toUpperCase()).join('');
    return (madeAt.get(pair) ?? Number.POSITIVE_INFINITY) < order
      ? []
      : [{ subject: terminalId, detail: `keys ${pair} were handed out before they were in the audit` }];
  });
}

function entryOf({ text }: DiskRecord): Entry {
  return JSON.parse(text) as Entry;
}
