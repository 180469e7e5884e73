// What a terminal has told of its payments, each joined to the request that it means by batch and trace: what it took
// itself, and what the line took, which is all that it waited less what the host kept of it.

import { type PaymentTimes, parsePaymentTimes } from '@tillgate/pos-protocol';
import type { Sql } from '../store/index.js';
import type { KeptTrace } from './keep-trace.js';
import { totalOf } from './time-parts.js';

export interface ToldTimes {
  readonly rrn: string;
  readonly kind: string;
  /** Milliseconds since 1970 UTC. */
  readonly receivedAt: number;
  readonly terminalMicros: number;
  /** Undefined where no steps of it were kept. */
  readonly hostMicros: number | undefined;
  readonly networkMicros: number | undefined;
}

const REPORTS_READ = 10;
/** A report is of the last payments: what is older than this before it bears the trace of another time. */
const REPORTED_WITHIN_MS = 7 * 86_400_000;
/** Those whose trace is their own; a reversal or a signature bears that of its payment. */
const TIMED_KINDS =
  'purchase qr-sale balance refund void pre-authorization pre-authorization-void completion completion-void pin-change';

interface ReportRow {
  readonly received_at: number;
  readonly told: string;
}

interface RequestRow {
  readonly rrn: string;
  readonly kind: string;
  readonly received_at: number;
  readonly batch: string;
  readonly trace: string;
  readonly steps: KeptTrace['steps'] | null;
}

/** Newest first; of a payment that was told more than once, what was told last. */
export async function toldTimes(sql: Sql, terminalId: string): Promise<readonly ToldTimes[]> {
  const reports = (await sql.unsafe(
    `select received_at, figures->>'paymentTimes' as told from transaction
     where terminal_id = $1 and kind = 'status-upload' and figures->>'paymentTimes' is not null
     order by received_at desc limit $2`,
    [terminalId, REPORTS_READ],
  )) as unknown as readonly ReportRow[];
  const told = reports.flatMap(({ received_at: at, told: value }) =>
    parsePaymentTimes(value).map((times) => ({ times, reportedAt: Number(at) })),
  );
  if (told.length === 0) return [];
  const requests = await requestsOf(sql, terminalId, told);
  const found = new Map<string, ToldTimes>();
  for (const { times, reportedAt } of told) {
    const request = requests.find(
      ({ batch, trace, received_at: at }) =>
        batch === times.batch &&
        trace === times.trace &&
        Number(at) <= reportedAt &&
        Number(at) > reportedAt - REPORTED_WITHIN_MS,
    );
    if (request && !found.has(request.rrn)) found.set(request.rrn, joined(request, times));
  }
  return [...found.values()].sort((one, other) => other.receivedAt - one.receivedAt);
}

/** Newest first, so that the first one before a report is the one it means. */
async function requestsOf(
  sql: Sql,
  terminalId: string,
  told: ReadonlyArray<{ readonly times: PaymentTimes; readonly reportedAt: number }>,
): Promise<readonly RequestRow[]> {
  const names = [...new Set(told.map(({ times: { batch, trace } }) => `${batch}${trace}`))];
  const since = Math.min(...told.map(({ reportedAt }) => reportedAt)) - REPORTED_WITHIN_MS;
  return (await sql.unsafe(
    `select t.rrn, t.kind, t.received_at, t.batch, t.trace, c.steps from transaction t left join trace c using (rrn)
     where t.terminal_id = $1 and t.received_at > $2 and t.kind = any (string_to_array($3, ' '))
       and t.batch || t.trace = any (string_to_array($4, ' '))
     order by t.sequence desc`,
    [terminalId, since, TIMED_KINDS, names.join(' ')],
  )) as unknown as readonly RequestRow[];
}

function joined({ rrn, kind, received_at: at, steps }: RequestRow, times: PaymentTimes): ToldTimes {
  const hostMicros = steps === null ? undefined : totalOf(steps);
  return {
    ...{ rrn, kind, receivedAt: Number(at), hostMicros },
    terminalMicros: (times.prepareMs + times.finishMs) * 1000,
    networkMicros: hostMicros === undefined ? undefined : Math.max(0, times.answerMs * 1000 - hostMicros),
  };
}
