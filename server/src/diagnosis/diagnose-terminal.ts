// One terminal from both sides: what the host holds of it, what it said of itself last, where the two differ, and what
// was refused of it and why. Reads only.

import type { DeviceStatus, SelfReport } from '@tillgate/pos-protocol';
import type { KnownSoftware, RefusedHere, TerminalDiagnosis } from '../http/api.js';
import { keptMicros, toldTimes } from '../journal/index.js';
import type { LocalTime } from '../kernel/local-time.js';
import { reasons } from '../kernel/reasons.js';
import { fillWords } from '../kernel/words.js';
import type { Figures, MerchantRow, Sql, TerminalRow } from '../store/index.js';
import { compareSides, type TerminalSide } from './compare-sides.js';
import { timedPayments } from './timed-payments.js';
import { tripTimes } from './trip-times.js';

export interface DiagnosisPorts {
  readonly sql: Sql;
  localTime(at: number): LocalTime;
  hasKeysForEachMessage(profile: string): boolean;
  /** Programs that terminals may run. */
  software(): Promise<readonly KnownSoftware[]>;
}

type Row = TerminalRow & Pick<MerchantRow, 'name_zh' | 'name_en'>;

interface ToldRow {
  readonly rrn: string;
  readonly received_at: number;
  readonly batch: string;
  readonly figures: Figures;
}

interface RefusedRow {
  readonly rrn: string;
  readonly received_at: number;
  readonly kind: string;
  readonly answer_code: string;
  readonly reason: string;
  readonly figures: Figures;
  readonly cause: string | null;
  readonly confidence: number | null;
  readonly cause_figures: Figures | null;
}

const REFUSED_SHOWN = 10;
const DEVICES = ['keypad', 'pinPad', 'reader', 'printer', 'display'] as const;
const REFUSED_CODES = ['A0', 'A7', '99', 'C1', '34', '58', '97', '03'] as const;
const SOLD_KINDS = "('purchase', 'qr-sale', 'completion', 'completion-advice', 'offline-sale')";

/** Undefined for a terminal that is not registered. */
export async function diagnoseTerminal(
  ports: DiagnosisPorts,
  terminalId: string,
): Promise<TerminalDiagnosis | undefined> {
  const { sql } = ports;
  const [row] = (await sql.unsafe(
    'select t.*, m.name_zh, m.name_en from terminal t join merchant m using (merchant_id) where terminal_id = $1',
    [terminalId],
  )) as unknown as readonly Row[];
  if (!row) return undefined;
  const [signOn, told, refused, timed, software] = await Promise.all([
    newest(sql, terminalId, "kind = 'sign-on' and state = 'done'"),
    newest(sql, terminalId, "kind = 'status-upload' and figures->>'macTrip' is not null"),
    refusedOf(sql, terminalId),
    toldTimes(sql, terminalId),
    ports.software(),
  ]);
  const report = told && (told.figures as unknown as SelfReport);
  const at = told ? ports.localTime(Number(told.received_at)) : { date: '', time: '' };
  const batch = told?.batch ?? batchOf(row);
  const host = {
    ...{
      terminal: row,
      hasKeysForEachMessage: ports.hasKeysForEachMessage(row.profile),
      batch: batchOf(row),
    },
    ...{ sold: await soldIn(sql, terminalId, batch, told?.received_at), software, ...at },
  };
  const isStale = told !== undefined && signOn !== undefined && signOn.received_at > told.received_at;
  const side: TerminalSide | undefined = told &&
    report && { report, devices: devicesOf(told.figures), batch: told.batch, isStale };
  const hostMicros = report?.macTripRrn ? await keptMicros(sql, report.macTripRrn) : undefined;
  return {
    ...{ terminalId, merchantName: { zh: row.name_zh, en: row.name_en } },
    ...{ profile: row.profile, status: row.status },
    signedOnAt: signOn ? Number(signOn.received_at) : null,
    reportedAt: told ? Number(told.received_at) : null,
    reportRrn: told?.rrn ?? null,
    sides: compareSides(host, side),
    software: report?.softwareHash
      ? { hash: report.softwareHash, version: report.softwareVersion ?? null }
      : null,
    ...{ trip: tripTimes(report, hostMicros), ...timedPayments(timed) },
    refused,
  };
}

async function newest(sql: Sql, terminalId: string, which: string): Promise<ToldRow | undefined> {
  const [row] = (await sql.unsafe(
    `select rrn, received_at, batch, figures from transaction
     where terminal_id = $1 and ${which} order by received_at desc limit 1`,
    [terminalId],
  )) as unknown as readonly ToldRow[];
  return row;
}

async function refusedOf(sql: Sql, terminalId: string): Promise<readonly RefusedHere[]> {
  const codes = REFUSED_CODES.map((code) => `'${code}'`).join(', ');
  const rows = (await sql.unsafe(
    `select t.rrn, t.received_at, t.kind, t.answer_code, t.reason, t.figures,
       c.cause, c.confidence, c.figures as cause_figures
     from transaction t left join security_cause c using (rrn)
     where t.terminal_id = $1 and t.answer_code in (${codes}) order by t.received_at desc limit $2`,
    [terminalId, REFUSED_SHOWN],
  )) as unknown as readonly RefusedRow[];
  return rows.map((row) => {
    const cause = row.cause ?? row.reason;
    const figures = { ...row.figures, ...row.cause_figures };
    const entry = reasons.get(cause);
    const unnamed = { zh: cause, en: cause };
    return {
      ...{ rrn: row.rrn, at: Number(row.received_at), kind: row.kind, answerCode: row.answer_code, cause },
      confidence: row.confidence ?? 1,
      words: fillWords(entry?.engineer ?? unnamed, figures),
      next: fillWords(entry?.next.engineer ?? unnamed, figures),
    };
  });
}

/** As a settlement would count it: what was reversed is not in it, what was voided is. */
async function soldIn(
  sql: Sql,
  terminalId: string,
  batch: string,
  until: number | undefined,
): Promise<{ count: number; minor: number }> {
  const [sums] = (await sql.unsafe(
    `select count(*)::int as count,
       coalesce(sum(coalesce((figures->>'adjustedMinor')::bigint, amount_minor)), 0)::bigint as minor
     from transaction where terminal_id = $1 and batch = $2 and auth_code is not null and movement is not null
       and state not in ('reversed', 'declined') and kind in ${SOLD_KINDS}
       and ($3::bigint is null or received_at <= $3)`,
    [terminalId, batch, until ?? null],
  )) as unknown as readonly { readonly count: number; readonly minor: number | string }[];
  return { count: sums?.count ?? 0, minor: Number(sums?.minor ?? 0) };
}

function batchOf({ batch }: Pick<TerminalRow, 'batch'>): string {
  return String(batch).padStart(6, '0');
}

function devicesOf(figures: Figures): DeviceStatus {
  return Object.fromEntries(
    DEVICES.flatMap((name) => (name in figures ? [[name, figures[name] === true]] : [])),
  );
}
