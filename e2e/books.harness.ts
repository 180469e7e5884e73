// The books as they can be read from outside: every transaction since the last look, by the host's interface, and
// the proof that `tillgate books verify` gives.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataPlace } from './host.harness.js';
import type { Approval, Unanswered } from './load.harness.js';

export interface BookedTransaction {
  readonly rrn: string;
  readonly sequence: number;
  readonly kind: string;
  readonly state: string;
  readonly terminalId: string;
  readonly trace: string;
  readonly amountMinor: number;
  readonly answerCode: string;
}

interface Page {
  readonly transactions: readonly BookedTransaction[];
  readonly before: number | null;
}

const PAGE = 200;
const TRIES = 20;

export class Books {
  readonly #place: DataPlace;
  #lastSequence = 0;

  constructor(place: DataPlace) {
    this.#place = place;
  }

  /** What came into the books since the last call, newest first. A host must be running. */
  async news(): Promise<readonly BookedTransaction[]> {
    const from = this.#lastSequence;
    const found: BookedTransaction[] = [];
    for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; ) {
      const page: Page = await this.#page(before);
      const fresh = page.transactions.filter(({ sequence }) => sequence > from);
      found.push(...fresh);
      before = fresh.length === PAGE ? page.before : null;
    }
    this.#lastSequence = found[0]?.sequence ?? from;
    return found;
  }

  /** Fails on any violation. */
  async verify(): Promise<void> {
    const proof = await this.#place.json<{ violations: unknown[] }>('books', 'verify');
    assert.deepEqual(proof.violations, []);
  }

  async #page(before: number): Promise<Page> {
    const file = readFileSync(join(this.#place.dataDir, 'host.json'), 'utf8');
    const { http, token } = JSON.parse(file) as { http: string; token: string };
    for (let tries = 1; ; tries += 1) {
      const response = await fetch(`${http}/api/transactions?limit=${PAGE}&before=${before}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      if (response.ok) return (await response.json()) as Page;
      // The database has just come back, and this connection does not know it yet.
      assert.ok(response.status === 503 && tries < TRIES, `${response.status} ${await response.text()}`);
    }
  }
}

/** Every approval that a terminal received stands in the books as it was told. */
export function assertBooked(
  approvals: readonly Approval[],
  booked: readonly BookedTransaction[],
  states: readonly string[] = ['approved'],
): void {
  const byRrn = new Map(booked.map((row) => [row.rrn, row]));
  for (const { rrn, terminalId, trace, amountMinor } of approvals) {
    const row = byRrn.get(rrn);
    assert.ok(row, `${rrn}, approved at ${terminalId}, is in the books`);
    assert.ok(states.includes(row.state), `${rrn} is ${row.state}`);
    assert.deepEqual([row.terminalId, row.trace, row.amountMinor], [terminalId, trace, amountMinor]);
  }
}

/** The row with an effect of a request whose answer never came: none, or one. */
export function rowOf(lost: Unanswered, booked: readonly BookedTransaction[]): BookedTransaction | undefined {
  const rows = booked.filter(
    (row) =>
      row.kind === 'purchase' &&
      row.state !== 'declined' &&
      row.terminalId === lost.terminal.identity.terminalId &&
      row.trace === lost.fields[11],
  );
  assert.ok(rows.length <= 1, `trace ${lost.fields[11]} is in the books ${rows.length} times`);
  return rows[0];
}
