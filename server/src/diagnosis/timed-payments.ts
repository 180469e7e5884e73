// The last payments of which the terminal has told its own times: terminal, line and host side by side, and what is
// usual for each part.

import type { PaymentTrip, TimedPayment } from '../http/api.js';
import { placed, type ToldTimes } from '../journal/index.js';

const SHOWN = 20;

export function timedPayments(told: readonly ToldTimes[]): {
  readonly payments: readonly TimedPayment[];
  readonly typical: PaymentTrip;
} {
  const payments = told.slice(0, SHOWN).map(({ rrn, kind, receivedAt: at, ...times }) => ({
    ...{ rrn, kind, at, terminalMs: inMs(times.terminalMicros) },
    ...{ networkMs: inMs(times.networkMicros), hostMs: inMs(times.hostMicros) },
  }));
  const median = (part: keyof PaymentTrip): number | null =>
    placed(
      payments.flatMap((one) => one[part] ?? []).sort((one, other) => one - other),
      0.5,
    );
  return {
    payments,
    typical: {
      ...{ terminalMs: median('terminalMs'), networkMs: median('networkMs') },
      hostMs: median('hostMs'),
    },
  };
}

function inMs(micros: number | undefined): number | null {
  return micros === undefined ? null : Math.round(micros / 100) / 10;
}
