// What is set up once for a terminal: who it is, and the limits it keeps to.

export interface TerminalSettings {
  /** F41, eight characters. */
  readonly terminalId: string;
  /** F42, fifteen characters. */
  readonly merchantId: string;
  readonly merchantName: { readonly zh: string; readonly en: string };
  readonly acquirerName: { readonly zh: string; readonly en: string };
  /** Two digits; goes out in F63 of a sign-on and onto receipts. */
  readonly operatorId: string;
  /** F49. */
  readonly currency: string;
  /** Four digits each. */
  readonly tpduDestination: string;
  readonly tpduSource: string;
  readonly utcOffsetMinutes: number;
  readonly answerTimeoutMs: number;
  /** Contactless payments above it ask for the PIN at once. */
  readonly contactlessNoPinLimitMinor: number;
  /** False for a terminal that takes the answer code 70 as any decline. */
  readonly understandsPinRequest: boolean;
  /** Answer code 1A: how often and how long the result is asked for. */
  readonly confirmation: { readonly pollMs: number; readonly limitMs: number };
  /** Tries before the next action is refused, tries until it becomes an incident, first wait (doubled). */
  readonly reversal: {
    readonly triesPerTurn: number;
    readonly triesLimit: number;
    readonly backOffMs: number;
  };
  readonly journalLimit: number;
}

export const defaultSettings: Omit<
  TerminalSettings,
  'terminalId' | 'merchantId' | 'merchantName' | 'acquirerName'
> = {
  operatorId: '01',
  currency: '156',
  tpduDestination: '0003',
  tpduSource: '0000',
  utcOffsetMinutes: 480,
  answerTimeoutMs: 60_000,
  contactlessNoPinLimitMinor: 100_000,
  understandsPinRequest: true,
  confirmation: { pollMs: 3_000, limitMs: 120_000 },
  reversal: { triesPerTurn: 3, triesLimit: 9, backOffMs: 1_000 },
  journalLimit: 500,
};
