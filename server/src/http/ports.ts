// What the web's door needs of the rooms behind it; joined in compose.ts.

import type { centreRequests } from '@tillgate/pos-protocol';
import type { TransactionEvents } from '../events/index.js';
import type { Sessions } from '../identity/index.js';
import type { Audience, Language } from '../kernel/reasons.js';
import type { PassThrough, PassThroughOptions } from '../link/index.js';
import type {
  AuditPage,
  AuditProof,
  BooksProof,
  CardDesk,
  DemoMessage,
  DemoWorld,
  EnteredKeyComponent,
  Explanation,
  FrozenCards,
  HandedTerminalKey,
  HandOverRequest,
  InDoubt,
  IssuedCertificate,
  KeyComponents,
  KnownSoftware,
  LabOrder,
  LabView,
  LmkComponent,
  LmkState,
  NewTerminal,
  PresentedChip,
  QuarantineRule,
  SealedKeyComponent,
  Settlement,
  SoftwareStep,
  Suspect,
  SuspectDetail,
  TerminalCertificate,
  TerminalDiagnosis,
  TerminalKeys,
  TerminalKeysDetail,
  TillExplanation,
  TransactionList,
  TransactionSummary,
  TransactionView,
  ZoneKeyRole,
  ZoneKeys,
  ZoneKeysDetail,
} from './api.js';
import type { PhoneDesk } from './phone-desk.js';
import type { PolicyDesk } from './policy-desk.js';

/** Certificates of terminals. */
export interface CertificateDesk {
  list(): Promise<readonly TerminalCertificate[]>;
  issue(
    how: 'enrol' | 'renew',
    terminalId: string,
    requestPem: string,
  ): Promise<IssuedCertificate | 'terminal-unknown' | 'request-wrong' | 'standing' | 'none'>;
  /** Answers how many were good until now. */
  revoke(terminalId: string, serial: string | undefined): Promise<number>;
}

/** Keys of terminals. */
export interface KeyDesk {
  list(): Promise<readonly TerminalKeys[]>;
  show(terminalId: string): Promise<TerminalKeysDetail | undefined>;
  add(terminal: NewTerminal): Promise<TerminalKeys | 'standing' | 'merchant-unknown' | 'profile-unknown'>;
  handOver(
    terminalId: string,
    request: HandOverRequest,
  ): Promise<HandedTerminalKey | 'terminal-unknown' | 'certificate-wrong'>;
  compromise(terminalId: string): Promise<TerminalKeysDetail | undefined>;
}

/** Ceremonies of keys by components, each by the name of its key. */
export interface ComponentPort<Refusal extends string = never> {
  begin(officer: string, name: string, components: 2 | 3): Promise<KeyComponents | Refusal | undefined>;
  state(name: string): KeyComponents | undefined;
  enter(
    officer: string,
    name: string,
    component: SealedKeyComponent,
  ): Promise<EnteredKeyComponent | undefined>;
}

/** Keys shared with banks. */
export interface ZoneKeyPort {
  list(): Promise<readonly ZoneKeys[]>;
  show(issuerId: string, role: ZoneKeyRole): Promise<ZoneKeysDetail | undefined>;
  rotate(
    person: string,
    issuerId: string,
  ): Promise<ZoneKeysDetail | 'unknown' | 'no-zone-master' | 'elsewhere'>;
  retire(issuerId: string): Promise<ZoneKeysDetail | undefined>;
  compromise(
    person: string,
    issuerId: string,
    role: ZoneKeyRole,
  ): Promise<ZoneKeysDetail | 'unknown' | 'no-zone-master' | 'elsewhere' | 'second-person'>;
}

/** Faults on the lines of demo terminals. */
export interface LabDesk {
  readonly armed: LabView['armed'];
  readonly done: LabView['done'];
  /** False for a terminal that is not of the demo world. */
  arm(request: LabOrder): boolean;
  disarm(terminalId: string): boolean;
}

/** What people set for one terminal. */
export interface TerminalSettingsDesk {
  useProfile(terminalId: string, profile: string): Promise<'done' | 'terminal-unknown' | 'profile-unknown'>;
  ask(
    terminalId: string,
    request: keyof typeof centreRequests,
  ): Promise<'done' | 'terminal-unknown' | 'profile-unknown'>;
}

/** Terminals that may be copies or in wrong hands. */
export interface SuspectPort {
  list(): Promise<readonly Suspect[]>;
  show(terminalId: string): Promise<SuspectDetail | undefined>;
  /** A suspended terminal is served nothing but an echo. */
  setStatus(person: string, terminalId: string, status: 'active' | 'suspended'): Promise<boolean>;
  freeze(person: string, terminalId: string): Promise<FrozenCards | 'unknown' | 'second-person'>;
  rule(): Promise<QuarantineRule | null>;
  setRule(person: string, rule: Pick<QuarantineRule, 'score' | 'kinds'> | null): Promise<void>;
  software(): Promise<readonly KnownSoftware[]>;
  addSoftware(person: string, software: Pick<KnownSoftware, 'hash' | 'name'>): Promise<void>;
  softwareSteps(): Promise<readonly SoftwareStep[]>;
  /** False when it is not known. */
  withdrawSoftware(person: string, hash: string): Promise<boolean>;
}

/** The change of the HSM's local master key; keys and components are named by check value. */
export interface LmkPort {
  state(): Promise<LmkState>;
  begin(officer: string, components: 2 | 3): Promise<KeyComponents>;
  /** Of the ceremony that is under way. */
  ceremony(): KeyComponents | undefined;
  enter(officer: string, component: SealedKeyComponent): Promise<LmkComponent>;
  activate(officer: string, checkValue: string): Promise<LmkState>;
  retire(officer: string, checkValue: string): Promise<LmkState>;
}

export interface HttpPorts {
  readonly sessions: Sessions;
  readonly events: TransactionEvents;
  /** The built pages. */
  readonly pagesFolder: string;
  /** Lets a process of this machine's owner in: the content of a file that only the owner may read. */
  readonly localToken: string;
  list(query: {
    limit: number;
    before: number | undefined;
    search: string | undefined;
  }): Promise<TransactionList>;
  /** One line of the list, for the live stream. */
  summary(rrn: string): Promise<TransactionSummary | undefined>;
  show(rrn: string): Promise<TransactionView | undefined>;
  explain(rrn: string, audience: Audience, lang: Language): Promise<Explanation | undefined>;
  explainToTill(rrn: string, lang: Language): Promise<TillExplanation | undefined>;
  settlements(terminalId: string | undefined): Promise<readonly Settlement[]>;
  settlement(terminalId: string, batch: string): Promise<Settlement | undefined>;
  readonly doubts: {
    list(): Promise<readonly InDoubt[]>;
    /** False when no forward of this RRN is parked. */
    retry(rrn: string): Promise<boolean>;
  };
  proveBooks(): Promise<BooksProof>;
  /** Undefined unless the demo world is loaded. */
  demo(): DemoWorld | undefined;
  /** A payment code for a card of the demo world; undefined when there is no such card. */
  paymentCode(cardName: string): Promise<{ code: string; goodUntil: number } | undefined>;
  /** The next transaction counter of a virtual chip card of the demo world; undefined when there is no such card. */
  presentChip(cardName: string): Promise<PresentedChip | undefined>;
  readonly certificates: CertificateDesk;
  readonly terminals: TerminalSettingsDesk;
  readonly suspects: SuspectPort;
  /** Undefined for a terminal that is not registered. */
  diagnose(terminalId: string): Promise<TerminalDiagnosis | undefined>;
  readonly keys: KeyDesk;
  readonly components: {
    /** A terminal's own key, by terminal. */
    readonly terminal: ComponentPort;
    /** A key that a bank brings, by bank and role: `62999900/pvk`. */
    readonly bank: ComponentPort<'live' | 'elsewhere'>;
  };
  readonly zoneKeys: ZoneKeyPort;
  /** The fault laboratory; undefined unless the demo world is loaded. */
  readonly lab: LabDesk | undefined;
  readonly lmk: LmkPort;
  readonly phone: PhoneDesk;
  readonly policies: PolicyDesk;
  readonly cards: CardDesk;
  /** Messages to phones of the demo world; undefined without it. */
  outbox(): Promise<readonly DemoMessage[]> | undefined;
  readonly audit: {
    prove(): Promise<AuditProof>;
    /** Entries after a number. */
    page(after: number): Promise<AuditPage>;
  };
  openPosLink(options: Pick<PassThroughOptions, 'onBytes' | 'onClose'>): PassThrough;
  /** Calls back once after `ms` milliseconds; the answer cancels it. */
  after(ms: number, callback: () => void): () => void;
  failed(error: unknown): void;
}
