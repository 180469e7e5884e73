// What the training terminal can show, one screen at a time.

import type { DemoWorld } from '@tillgate/server/api';
import type { Entry, Outcome, PinRequest, Receipt, Stage, TerminalStatus } from '@tillgate/terminal';

export type DemoTerminal = DemoWorld['terminals'][number];
export type DemoCard = DemoWorld['cards'][number];

/** How a demo card can be presented. */
export type Presentation = Exclude<Entry, 'manual'>;

export type Screen =
  | { readonly at: 'opening' }
  /** The same terminal is open in another tab. */
  | { readonly at: 'elsewhere' }
  | { readonly at: 'broken'; readonly why: string }
  | { readonly at: 'operator'; readonly isRefused: boolean }
  | { readonly at: 'own-password'; readonly isWeak: boolean }
  | { readonly at: 'amount' }
  /** Without an amount: the balance is asked for. */
  | { readonly at: 'card'; readonly amountMinor: number | undefined }
  | { readonly at: 'pin'; readonly request: PinRequest }
  | {
      readonly at: 'progress';
      readonly amountMinor: number | undefined;
      readonly stage: Stage;
      /** While the holder confirms on the phone. */
      readonly confirmLink?: string | undefined;
    }
  | { readonly at: 'result'; readonly outcome: Outcome }
  | { readonly at: 'receipt'; readonly receipt: Receipt; readonly isReprint: boolean }
  | { readonly at: 'menu' }
  | { readonly at: 'status' }
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
