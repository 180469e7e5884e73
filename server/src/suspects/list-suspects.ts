// The terminals that people should look at: what was seen of each within a day that speaks against it, and how many
// cards were presented there since the first of it. What a person has dealt with by resuming the terminal is over.

import type { Suspect } from '../http/api.js';
import type { Sql } from '../store/index.js';
import { SUSPECTS_QUERY } from './suspects-query.js';
import { EVIDENCE, type EvidenceKind, type Proof, suspicion } from './suspicion.js';

const DAY_MS = 86_400_000;

interface SeenRow {
  readonly terminal_id: string;
  readonly status: string;
  readonly what: EvidenceKind;
  readonly times: number;
  readonly proved: number;
  readonly since: number;
  readonly last_rrn: string;
  readonly cards_seen: number;
}

export interface SuspectPorts {
  readonly sql: Sql;
  /** IANA name: by which clock shops open and close. */
  readonly timeZone: string;
  /** Milliseconds since 1970 UTC. */
  now(): number;
}

/** Kinds that are the causes and reasons of refusals. */
const ALL_KINDS: string = Object.keys(EVIDENCE).join(' ');

function kindsProvedBy(proof: Proof): string {
  const of = Object.entries(EVIDENCE).filter(([, evidence]) => evidence.proof === proof);
  return of.map(([what]) => what).join(' ');
}

/** Most suspicious first. */
export async function listSuspects({ sql, timeZone, now }: SuspectPorts): Promise<readonly Suspect[]> {
  const proofs = (['mac', 'mac-once', 'nothing'] as const).map(kindsProvedBy);
  const rows = (await sql.unsafe(SUSPECTS_QUERY, [
    ...[now() - DAY_MS, ALL_KINDS, timeZone],
    ...proofs,
  ])) as unknown as readonly SeenRow[];
  const suspects = [...new Set(rows.map(({ terminal_id: id }) => id))].map((terminalId) => {
    const seen = rows.filter((row) => row.terminal_id === terminalId);
    const [{ status, since: first, cards_seen: cardsSeen }] = seen as [SeenRow, ...SeenRow[]];
    const evidence = seen.map(({ what, times, proved, last_rrn: lastRrn }) => ({
      ...{ what, words: EVIDENCE[what]!.words, times, proved, lastRrn },
    }));
    const provedScore = suspicion(seen.map(({ what, proved: times }) => ({ what, times })));
    const scores = { score: suspicion(seen), provedScore };
    return { terminalId, status, ...scores, since: Number(first), cardsSeen, evidence };
  });
  return suspects.sort((one, other) => other.score - one.score);
}
