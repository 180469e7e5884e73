// What is set up once for a terminal: who it is, and the limits it keeps to.

import {
  type ParameterName,
  type Profile,
  standardProfile,
  type TerminalParameters,
} from '@tillgate/pos-protocol';

export interface TerminalSettings {
  /** The dialect that it speaks. */
  readonly profile: Profile;
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
  /** False for a terminal that takes the answer code 70 as any decline, whatever its profile knows. */
  readonly understandsPinRequest: boolean;
  /** Its sign-on tells by check value which key it holds: for a key that the host handed over and may replace. */
  readonly namesOwnKey: boolean;
  /** Answer code 1A: how often and how long the result is asked for. */
  readonly confirmation: { readonly pollMs: number; readonly limitMs: number };
  /** Tries before the next action is refused, tries until it becomes an incident, first wait (doubled). */
  readonly reversal: {
    readonly triesPerTurn: number;
    readonly triesLimit: number;
    readonly backOffMs: number;
  };
  readonly journalLimit: number;
  readonly tipsAllowed: boolean;
  /** Of the amount before the tip. */
  readonly tipLimitPercent: number;
  readonly manualEntryAllowed: boolean;
  /** Training and demo only: the supervisor's first password agrees to a void although nobody has changed it. */
  readonly firstPasswordSuffices: boolean;
  /** What it says of its program in a self-test: the first 16 hex digits of its SHA-256, where it knows. */
  readonly softwareHash?: string | undefined;
  /** A letter, then letters, digits, spaces, dots and dashes: 30 characters at most. */
  readonly softwareVersion?: string | undefined;
}

export const defaultSettings: Omit<
  TerminalSettings,
  'terminalId' | 'merchantId' | 'merchantName' | 'acquirerName'
> = {
  profile: standardProfile,
  operatorId: '01',
  currency: '156',
  tpduDestination: '0003',
  tpduSource: '0000',
  utcOffsetMinutes: 480,
  answerTimeoutMs: 60_000,
  contactlessNoPinLimitMinor: 100_000,
  understandsPinRequest: true,
  namesOwnKey: false,
  confirmation: { pollMs: 3_000, limitMs: 120_000 },
  reversal: { triesPerTurn: 3, triesLimit: 9, backOffMs: 1_000 },
  journalLimit: 500,
  tipsAllowed: true,
  tipLimitPercent: 20,
  manualEntryAllowed: true,
  firstPasswordSuffices: false,
};

/** The settings with what the host has set by a parameter download. */
export function settingsWith(settings: TerminalSettings, parameters: TerminalParameters): TerminalSettings {
  const number = (name: ParameterName): number | undefined =>
    parameters[name] === undefined ? undefined : Number(parameters[name]);
  const seconds = number('answerTimeoutSeconds');
  const name = parameters.merchantName;
  return {
    ...settings,
    answerTimeoutMs: seconds === undefined ? settings.answerTimeoutMs : seconds * 1_000,
    reversal: {
      ...settings.reversal,
      triesPerTurn: number('reversalTriesPerTurn') ?? settings.reversal.triesPerTurn,
    },
    tipsAllowed: (number('tipsAllowed') ?? Number(settings.tipsAllowed)) === 1,
    tipLimitPercent: number('tipLimitPercent') ?? settings.tipLimitPercent,
    manualEntryAllowed: (number('manualEntryAllowed') ?? Number(settings.manualEntryAllowed)) === 1,
    merchantName: name === undefined ? settings.merchantName : { ...settings.merchantName, zh: name },
    journalLimit: number('journalLimit') ?? settings.journalLimit,
    contactlessNoPinLimitMinor: number('contactlessNoPinLimitMinor') ?? settings.contactlessNoPinLimitMinor,
  };
}
