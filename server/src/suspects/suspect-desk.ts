// What people do about terminals that may be copies: take one out of service and back, look at the cards that were
// presented there, and freeze them, two people together. Each step is kept as the terminal's case.

import type { CaseStep, FrozenCards, Suspect, SuspectDetail } from '../http/api.js';
import { TwoPeople } from '../kernel/two-people.js';
import type { Sql } from '../store/index.js';
import { cardsSeen, freezeCardsSeen } from './cards-seen.js';
import { listSuspects, type SuspectPorts } from './list-suspects.js';
import { keepStep } from './terminal-cases.js';

export interface SuspectDeskPorts extends SuspectPorts {
  /** False for a terminal that is unknown or retired. */
  setStatus(terminalId: string, status: 'active' | 'suspended'): Promise<boolean>;
}

export interface SuspectDesk {
  /** So many of the most suspicious as people look at, and each of which anything is proved. */
  list(): Promise<readonly Suspect[]>;
  /** Undefined for a terminal that nothing speaks against, and of which there is no case. */
  show(terminalId: string): Promise<SuspectDetail | undefined>;
  setStatus(person: string, terminalId: string, status: 'active' | 'suspended'): Promise<boolean>;
  /** `second-person`: it happens when another one asks for the same. */
  freeze(person: string, terminalId: string): Promise<FrozenCards | 'unknown' | 'second-person'>;
}

const DAY_MS = 86_400_000;
const LISTED_MAX = 100;

/** Whoever makes evidence against a hundred others on the line does not push out what is proved. */
const isListed = ({ provedScore }: Suspect, place: number): boolean => place < LISTED_MAX || provedScore > 0;

export function createSuspectDesk(ports: SuspectDeskPorts): SuspectDesk {
  const { sql, now } = ports;
  const people = new TwoPeople(now);
  /** Who asked for the freezing first, for the case. */
  const first = new Map<string, string>();
  const show = async (terminalId: string): Promise<SuspectDetail | undefined> => {
    const suspect = (await listSuspects(ports)).find((one) => one.terminalId === terminalId);
    const steps = await stepsOf(sql, terminalId);
    if (!suspect && steps.length === 0) return undefined;
    const since = suspect?.since ?? Math.min(now() - DAY_MS, steps.at(-1)!.at);
    return { suspect: suspect ?? null, since, cards: await cardsSeen(sql, terminalId, since), steps };
  };
  return {
    list: async () => (await listSuspects(ports)).filter(isListed),
    show,
    async setStatus(person, terminalId, status) {
      const suspect = (await listSuspects(ports)).find((one) => one.terminalId === terminalId);
      if (!(await ports.setStatus(terminalId, status))) return false;
      const what = status === 'active' ? 'resumed' : 'suspended';
      const detail = suspect ? { score: suspect.score, evidence: suspect.evidence.map(briefly) } : {};
      await keepStep(sql, { terminalId, at: now(), what, by: person, detail });
      return true;
    },
    async freeze(person, terminalId) {
      const detail = await show(terminalId);
      if (!detail) return 'unknown';
      if (!people.agree(terminalId, person)) {
        first.set(terminalId, person);
        return 'second-person';
      }
      const by = `${first.get(terminalId)}, ${person}`;
      first.delete(terminalId);
      return sql.begin(async (step) => {
        const frozen = await freezeCardsSeen(step, terminalId, detail.since);
        await keepStep(step, { terminalId, at: now(), what: 'cards-frozen', by, detail: frozen });
        return frozen;
      }) as Promise<FrozenCards>;
    },
  };
}

const briefly = ({ what, times }: Suspect['evidence'][number]): string => `${what} ${times}`;

/** Newest first. */
async function stepsOf(sql: Sql, terminalId: string): Promise<readonly CaseStep[]> {
  const rows = await sql.unsafe(
    'select at, what, by, detail from terminal_case where terminal_id = $1 order by case_id desc limit 100',
    [terminalId],
  );
  return rows.map(({ at, ...step }) => ({ ...step, at: Number(at) })) as unknown as readonly CaseStep[];
}
