// The hash chain of the audit: each entry is one line of JSON that holds the SHA-256 of the line before it, so that a
// file of lines can be verified with nothing else at hand.

import { createHash } from 'node:crypto';

/** One kind of use of a command, and how often it happened since the entry before. */
export interface AuditedUse {
  readonly command: string;
  /** Label and check value of each key, from the block's header; empty where there is none. */
  readonly key: string;
  /** `done`, `match`, `mismatch`, `undecodable`, or the code of a fault. */
  readonly result: string;
  readonly who: string;
}

export interface AuditLine extends AuditedUse {
  readonly count: number;
}

/** The end of the chain. */
export interface AuditHead {
  readonly sequence: number;
  /** Lower-case hex of the last line; 64 zeros before the first. */
  readonly sha256: string;
}

export interface AuditEntry extends AuditHead {
  readonly text: string;
}

interface EntryText {
  readonly sequence: number;
  readonly previous: string;
  /** When the first of its uses happened, and when it was written; ms since 1970 UTC. */
  readonly from: number;
  readonly at: number;
  readonly uses: readonly AuditLine[];
}

export const EMPTY_CHAIN: AuditHead = { sequence: 0, sha256: '0'.repeat(64) };

export function nextEntry(head: AuditHead, from: number, at: number, uses: readonly AuditLine[]): AuditEntry {
  const sequence = head.sequence + 1;
  const text = JSON.stringify({ sequence, previous: head.sha256, from, at, uses } satisfies EntryText);
  return { sequence, sha256: sha256Of(text), text };
}

/** The last line of an export: without it, a file that was cut short would still be a whole chain. */
export function closingLine(head: AuditHead): string {
  return JSON.stringify({ head });
}

export interface AuditViolation {
  readonly sequence: number;
  readonly rule: 'form' | 'order' | 'link' | 'head';
  readonly detail: string;
}

export interface AuditProof {
  readonly entries: number;
  /** Uses of commands that the entries count. */
  readonly commands: number;
  readonly head: AuditHead;
  readonly violations: readonly AuditViolation[];
}

/** Walks a chain from its first entry, line by line, and names every place where it does not hold. */
export class AuditVerifier {
  #head: AuditHead = EMPTY_CHAIN;
  #entries = 0;
  #commands = 0;
  #closed = false;
  readonly #violations: AuditViolation[] = [];

  /** @param stored the hash that was kept beside the line, where there is one */
  add(text: string, stored?: string): void {
    if (this.#closed) this.#violated('order', 'there are lines after the closing line');
    const entry = readEntry(text);
    if (!entry) {
      this.#addClosing(text);
      return;
    }
    const sha256 = sha256Of(text);
    const expected = this.#head.sequence + 1;
    if (entry.sequence !== expected) {
      this.#violated('order', `entry ${expected} is missing: ${entry.sequence} follows`);
    } else if (entry.previous !== this.#head.sha256) {
      this.#violated('link', `entry ${entry.sequence} does not follow what stands before it`);
    }
    if (stored !== undefined && stored !== sha256) {
      this.#violated('link', `entry ${entry.sequence} is not the one that was written`);
    }
    this.#entries += 1;
    for (const use of entry.uses) this.#commands += use.count;
    this.#head = { sequence: entry.sequence, sha256 };
  }

  /** @param expected the end of the chain as its writer knows it; an export's closing line says it itself */
  end(expected?: AuditHead): AuditProof {
    if (expected) this.#checkHead(expected);
    else if (!this.#closed) this.#violated('head', 'the closing line is missing');
    return {
      entries: this.#entries,
      commands: this.#commands,
      head: this.#head,
      violations: this.#violations,
    };
  }

  #addClosing(text: string): void {
    const head = parsed<{ head?: AuditHead }>(text)?.head;
    if (typeof head?.sequence !== 'number' || typeof head.sha256 !== 'string') {
      this.#violated('form', 'a line is no entry');
      return;
    }
    this.#closed = true;
    this.#checkHead(head);
  }

  #checkHead({ sequence, sha256 }: AuditHead): void {
    if (sequence === this.#head.sequence && sha256 === this.#head.sha256) return;
    this.#violated('head', `the chain ends at ${this.#head.sequence} and should end at ${sequence}`);
  }

  #violated(rule: AuditViolation['rule'], detail: string): void {
    this.#violations.push({ sequence: this.#head.sequence, rule, detail });
  }
}

function readEntry(text: string): EntryText | undefined {
  const entry = parsed<Partial<EntryText>>(text);
  const { sequence, previous, uses } = entry ?? {};
  const wellFormed = Number.isSafeInteger(sequence) && typeof previous === 'string' && Array.isArray(uses);
  return wellFormed ? (entry as EntryText) : undefined;
}

function parsed<Shape>(text: string): Shape | undefined {
  try {
    return JSON.parse(text) as Shape;
  } catch {
    return undefined;
  }
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
