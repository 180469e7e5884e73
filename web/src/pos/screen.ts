// What the training terminal can show, one screen at a time.

import type { DemoWorld } from '@tillgate/server/api';
import type {
  DeviceStatus,
  Entry,
  JournalEntry,
  KindTotals,
  Outcome,
  PinRequest,
  Receipt,
  SelfTest,
  SettlementReport,
  Stage,
  Terminal,
  TerminalStatus,
} from '@tillgate/terminal';
import type { EntryField, TaskName } from './till-tasks.js';

export type DemoTerminal = DemoWorld['terminals'][number];
export type DemoCard = DemoWorld['cards'][number];

/** How a demo card can be presented. */
export type Presentation = Exclude<Entry, 'manual'>;

export type MenuName = 'main' | 'holds' | 'more' | 'print' | 'manage' | MistakeMenu;
/** What goes wrong from now on, to see what becomes of it. */
export type MistakeMenu = 'mistakes' | 'keyMistakes' | 'macMistakes' | 'hostFaults';

/** What the settlement screen counts. */
export interface BatchView {
  readonly batch: string;
  readonly byKind: readonly KindTotals[];
  readonly totals: Terminal['totals'];
}

/** What the till shows to the holder whose phone is asked. */
export interface PhoneConfirm {
  readonly link: string | undefined;
  readonly hostText: string | undefined;
}

export type Screen =
  | { readonly at: 'opening' }
  /** The same terminal is open in another tab. */
  | { readonly at: 'elsewhere' }
  | { readonly at: 'broken'; readonly why: string }
  | { readonly at: 'operator'; readonly isRefused: boolean }
  | { readonly at: 'own-password'; readonly isWeak: boolean }
  | { readonly at: 'amount' }
  /** What a task asks for before anything is presented or sent. */
  | {
      readonly at: 'entry';
      readonly task: TaskName;
      readonly field: EntryField;
      /** Vouchers of the batch that it may mean, the newest first. */
      readonly vouchers: readonly JournalEntry[];
      /** What was entered last was no good. */
      readonly isRefused: boolean;
    }
  | { readonly at: 'card'; readonly task: TaskName; readonly amountMinor: number | undefined }
  | { readonly at: 'pin'; readonly request: PinRequest }
  | {
      readonly at: 'progress';
      readonly amountMinor: number | undefined;
      readonly stage: Stage;
      /** While the holder confirms on the phone. */
      readonly confirm?: PhoneConfirm;
    }
  | { readonly at: 'result'; readonly outcome: Outcome }
  | { readonly at: 'receipt'; readonly receipt: Receipt; readonly isReprint: boolean }
  | { readonly at: 'menu'; readonly menu: MenuName }
  /** Which receipt to print again. */
  | { readonly at: 'vouchers'; readonly vouchers: readonly JournalEntry[] }
  /** The batch as it stands, or as its settlement ended. */
  | { readonly at: 'batch'; readonly batch: BatchView; readonly report: SettlementReport | undefined }
  | { readonly at: 'status' }
  /** What the operator tries by hand before the terminal tests the rest. */
  | { readonly at: 'self-test'; readonly tries: 'keypad' | 'printer'; readonly devices: DeviceStatus }
  | { readonly at: 'self-tested'; readonly found: SelfTest }
  | { readonly at: 'terminals' };

export interface TillView {
  readonly screen: Screen;
  readonly isOnline: boolean;
  /** False where the browser keeps nothing. */
  readonly isKept: boolean;
  readonly operatorId: string | undefined;
  /** The card in the customer's hand. */
  readonly presented: DemoCard | undefined;
  readonly status: TerminalStatus | undefined;
}
