// Where the time of a request went, part by part, beside what others of its kind took: the median, and what 95 of 100
// stay under. What the terminal and the line took is known only where the terminal has said so, and is its own word.

import { type Words, words } from '../kernel/reason-words.js';
import { fillWords } from '../kernel/words.js';
import type { Sql } from '../store/index.js';
import type { KeptTrace } from './keep-trace.js';
import { placed, type SeenPart, timesOf, totalOf } from './time-parts.js';
import { toldTimes } from './told-times.js';

export type TimePart = 'terminal' | 'network' | SeenPart;

export interface SpentTime {
  readonly part: TimePart;
  readonly name: Words;
  /** Null: not known. */
  readonly micros: number | null;
  /** Null: there is nothing to compare with. */
  readonly medianMicros: number | null;
  readonly p95Micros: number | null;
  readonly isSlow: boolean;
}

const COMPARED_MAX = 200;
/** How far back others of its kind are looked for, in requests. */
const LOOKED_THROUGH = 20_000;
/** With fewer, 95 of 100 means nothing. */
const COMPARED_MIN = 20;
const NOTICED_MICROS = 1000;
/** A terminal counts in milliseconds, and a line is never the same twice. */
const NOTICED_OUTSIDE_MICROS = 20_000;

const NAMES = {
  terminal: words('终端', 'Terminal'),
  network: words('网络', 'Network'),
  host: words('主机', 'Host'),
  hsm: words('加密机', 'HSM'),
  bank: words('银行', 'Bank'),
  database: words('数据库', 'Database'),
} as const satisfies Readonly<Record<TimePart, Words>>;
const SEEN = ['host', 'hsm', 'bank', 'database'] as const satisfies readonly SeenPart[];

const slowest = words(
  '{zh}用了 {ms} 毫秒，同类交易中位 {medianMs} 毫秒。',
  '{en} took {ms} ms; the median of its kind is {medianMs} ms. ',
);
const usual = words('主机内各部分用时正常。', 'Every part in the host took its usual time. ');
const tooFew = words('同类交易太少，无从比较。', 'There are too few of its kind to compare with. ');
const untold = words(
  '终端与网络用时未知：终端没有上报这一笔。',
  'What the terminal and the line took is not known: the terminal has not told it.',
);
const toldHere = words(
  '终端与网络用时由终端上报。',
  'What the terminal and the line took is as the terminal has told it.',
);
const trip = words('网络用时由终端自检报出。', "The line's time is as the terminal's self-test measured it.");
const typical = words(
  '终端没有上报这一笔的网络用时；旁边是它最近一次自检所测。',
  'The terminal has not told what the line took; beside it is what its last self-test measured.',
);

interface Asked {
  readonly rrn: string;
  readonly kind: string;
  readonly sequence: number;
  readonly terminalId: string;
}

/** Null where no steps of it were kept. */
export async function spentTimes(sql: Sql, asked: Asked, steps: KeptTrace['steps']) {
  if (steps.length === 0) return null;
  const [others, line, outside] = await Promise.all([
    othersOf(sql, asked),
    lineOf(sql, asked.terminalId),
    toldTimes(sql, asked.terminalId),
  ]);
  const own = timesOf(steps);
  const ofOthers = (part: SeenPart): number[] => others.map((times) => times[part]);
  const seen = SEEN.map((part) => besideUsual(part, own[part], ofOthers(part)));
  const ownOutside = outside.find(({ rrn }) => rrn === asked.rrn);
  const beside = outside.filter(({ rrn, kind }) => rrn !== asked.rrn && kind === asked.kind);
  const terminals = beside.map(({ terminalMicros }) => terminalMicros);
  const ofTerminal = besideUsual('terminal', ownOutside?.terminalMicros, terminals);
  const isTrip = line?.rrn === asked.rrn;
  const networks = beside.flatMap(({ networkMicros }) => networkMicros ?? []);
  const ofNetwork = besideUsual(
    'network',
    ownOutside?.networkMicros ?? (isTrip ? line.micros : null),
    networks,
  );
  // Until there are payments to compare with, the line as the last self-test measured it.
  const medianMicros = ofNetwork.medianMicros ?? line?.micros ?? null;
  const parts: readonly SpentTime[] = [ofTerminal, { ...ofNetwork, medianMicros }, ...seen];
  const ofLine = ownOutside ? toldHere : line ? (isTrip ? trip : typical) : untold;
  return { parts, comparedWith: others.length, says: told(parts, others.length, ofLine) };
}

/** @param known where it is */
function besideUsual(part: TimePart, known: number | null | undefined, others: readonly number[]): SpentTime {
  const micros = known ?? null;
  const noticedMicros = part === 'terminal' || part === 'network' ? NOTICED_OUTSIDE_MICROS : NOTICED_MICROS;
  const sorted = [...others].sort((one, other) => one - other);
  const [medianMicros, p95Micros] = [placed(sorted, 0.5), placed(sorted, 0.95)];
  const isSlow =
    micros !== null &&
    sorted.length >= COMPARED_MIN &&
    micros > (p95Micros ?? 0) &&
    micros - (medianMicros ?? 0) > noticedMicros;
  return { part, name: NAMES[part], micros, medianMicros, p95Micros, isSlow };
}

function told(parts: readonly SpentTime[], compared: number, ofLine: Words): Words {
  const slow = parts.filter(({ isSlow }) => isSlow);
  const said = slow.map(({ name, micros, medianMicros }) =>
    fillWords(slowest, { ...name, ms: inMs(micros), medianMs: inMs(medianMicros) }),
  );
  const none = compared < COMPARED_MIN ? tooFew : usual;
  const all = [...(said.length === 0 ? [none] : said), ofLine];
  return { zh: all.map(({ zh }) => zh).join(''), en: all.map(({ en }) => en).join('') };
}

function inMs(micros: number | null): string {
  return ((micros ?? 0) / 1000).toFixed(1);
}

async function othersOf(sql: Sql, { rrn, kind, sequence }: Asked) {
  const rows = (await sql.unsafe(
    `select c.steps from transaction t join trace c using (rrn)
     where t.kind = $1 and t.rrn <> $2 and t.sequence between $3::bigint - $4 and $3::bigint + $4
     order by t.sequence desc limit $5`,
    [kind, rrn, sequence, LOOKED_THROUGH, COMPARED_MAX],
  )) as unknown as ReadonlyArray<Pick<KeptTrace, 'steps'>>;
  return rows.map(({ steps }) => timesOf(steps));
}

/** The line of a terminal as its last self-test measured it: all that it waited, less what the host kept of it. */
async function lineOf(sql: Sql, terminalId: string): Promise<{ rrn: string; micros: number } | undefined> {
  const [row] = (await sql.unsafe(
    `select t.figures->>'macTripRrn' as rrn, c.steps, (t.figures->>'connectMs')::int + (t.figures->>'sendMs')::int
       + (t.figures->>'waitMs')::int as ms
     from transaction t join trace c on c.rrn = t.figures->>'macTripRrn'
     where t.terminal_id = $1 and t.kind = 'status-upload' and t.figures->>'waitMs' is not null
     order by t.received_at desc limit 1`,
    [terminalId],
  )) as unknown as ReadonlyArray<{ rrn: string; ms: number; steps: KeptTrace['steps'] }>;
  return row && { rrn: row.rrn, micros: Math.max(0, row.ms * 1000 - totalOf(row.steps)) };
}
