// The door of the virtual POS: the terminal, its ports and PIN pad, cards, outcomes and receipts.

export type { DeviceStatus } from '@tillgate/pos-protocol';
export {
  Card,
  type Entry,
  type Instrument,
  type ReceiptEntry,
  ScannedCode,
  type ScriptResult,
} from './card.js';
export type { Chip, ChipTerms } from './chip.js';
export { type Ports, StorageFault, type TerminalEvent } from './core.js';
export type { DownloadSubject } from './download-progress.js';
export type { FollowUp, Original } from './follow-up.js';
export type { LocalFailure } from './local-failure.js';
export { MistakenPinPad, PAD_MISTAKES, type PadMistake } from './mistaken-pin-pad.js';
export {
  type ChangeResult,
  type LogInResult,
  type OperatorRole,
  type Operators,
  roleOf,
} from './operators.js';
export type { Outcome, Result } from './outcome.js';
export { openOwnKey, ownKeyCheckValue, ownKeyOfComponents } from './own-key.js';
export { type KeyCheckValues, PinPad } from './pin-pad.js';
export {
  type Clock,
  type Link,
  LinkFault,
  type PinEntry,
  type PinReason,
  type PinRequest,
  type Random,
  type TerminalStore,
} from './ports.js';
export type { HolderCheck, Receipt } from './receipt.js';
export { amountText, type PrintOptions, RECEIPT_COLUMNS, receiptLines } from './receipt-text.js';
export type { Check, SelfTest, Verdict } from './self-test-checks.js';
export type { CheckName } from './self-test-words-table.js';
export { defaultSettings, type TerminalSettings } from './settings.js';
export type { SettlementException, SettlementReport } from './settlement-progress.js';
export { settlementLines } from './settlement-text.js';
export { softwareVersion } from './software-version.js';
export type { Stage } from './stages.js';
export { freshState, type Incident, type KeySet, type TerminalState } from './state.js';
export type { StoredState } from './state-versions.js';
export { Terminal, type TerminalStatus } from './terminal.js';
export type { Refund } from './told-payment.js';
export {
  type PaymentKind,
  type TransactionRule,
  transactionRules,
  type VoucherState,
} from './transactions.js';
export { VirtualChip } from './virtual-chip.js';
export type { JournalEntry, KindTotals } from './voucher.js';
