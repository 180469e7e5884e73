// The virtual POS without a screen: what a cashier can do with a terminal, one action at a time. Runs in Node
// and in a browser; everything outside comes in through ports.

import type { DeviceStatus, MessageKind, SettlementTotals } from '@tillgate/pos-protocol';
import type { Card } from './card.js';
import { centreActions, mayFollow } from './centre-requests.js';
import { changePin } from './change-pin.js';
import { KeysUsedUp, type Ports, StorageFault, TerminalCore } from './core.js';
import { uploadSignature, uploadStatus } from './device-messages.js';
import type { DownloadSubject } from './download-progress.js';
import { download, downloadParameters } from './downloads.js';
import { type FollowUp, followUp } from './follow-up.js';
import { echo, restoreWorkingKeys, signOff, signOn } from './management.js';
import { Operators } from './operators.js';
import { failed, type Outcome } from './outcome.js';
import { pay, payByCode } from './payment.js';
import type { KeyCheckValues, PinPad } from './pin-pad.js';
import type { Receipt } from './receipt.js';
import { requireAmount } from './require-amount.js';
import { selfTest } from './self-test.js';
import type { TerminalSettings } from './settings.js';
import { settleBatch } from './settlement.js';
import type { SettlementReport } from './settlement-progress.js';
import type { Stage } from './stages.js';
import { type KeySet, traceDigits } from './state.js';
import { currentState } from './state-versions.js';
import {
  addTip,
  adjust,
  completeByAdvice,
  type Refund,
  recordChipDecline,
  refund,
  sellOffline,
  upload,
} from './told-payment.js';
import {
  type JournalEntry,
  journalEntryOf,
  type KindTotals,
  lastReceiptOf,
  soldOf,
  totalsByKind,
  totalsOf,
} from './voucher.js';

/** For a status screen; holds no card data and no keys. */
export interface TerminalStatus {
  readonly stage: Stage;
  readonly signedOn: boolean;
  /** YYYYMMDD of the last sign-on that was not lost. */
  readonly signOnDate: string | undefined;
  readonly batch: string;
  readonly nextTrace: string;
  /** What was sold in the batch: debit, domestic and foreign. */
  readonly batchTotals: { readonly count: number; readonly amountMinor: number };
  /** Trace and tries of a reversal that the host has not confirmed. */
  readonly pendingReversal: { readonly trace: string; readonly attempts: number } | undefined;
  /** Advices and offline sales that the host has not answered. */
  readonly waitingAdvices: number;
  readonly settlementIsInterrupted: boolean;
  readonly incidents: number;
  readonly publicKeys: number;
  readonly chipApplications: number;
  readonly keyCheckValues: KeyCheckValues;
}

export class Terminal {
  readonly operators: Operators;
  readonly #core: TerminalCore;
  #isFollowing = false;

  private constructor(core: TerminalCore) {
    this.#core = core;
    this.operators = new Operators(core);
  }

  /** Takes up where the stored state left off; a terminal that was never used starts fresh. */
  static async open(settings: TerminalSettings, ports: Ports, pinPad: PinPad): Promise<Terminal> {
    const state = currentState(await ports.store.load());
    restoreWorkingKeys(pinPad, state.signOn, settings.profile);
    return new Terminal(new TerminalCore(settings, ports, pinPad, state));
  }

  get status(): TerminalStatus {
    const { state, stages, isSignedOn, pinPad } = this.#core;
    const { signOn: signOnRecord, batch, pendingReversal, incidents, advices, journal } = state;
    return {
      ...{ stage: stages.current, signedOn: isSignedOn, signOnDate: signOnRecord?.date, batch },
      nextTrace: traceDigits(state.nextTrace),
      batchTotals: soldOf(journal),
      pendingReversal: pendingReversal && {
        trace: pendingReversal.fields[11] ?? '',
        attempts: pendingReversal.attempts,
      },
      ...{ waitingAdvices: advices.length, settlementIsInterrupted: state.settlement !== undefined },
      ...{ publicKeys: state.publicKeys.length, chipApplications: state.chipApplications.length },
      ...{ incidents: incidents.length, keyCheckValues: pinPad.keyCheckValues },
    };
  }

  /** The batch so far, oldest first. */
  get journal(): readonly JournalEntry[] {
    return this.#core.state.journal.map(journalEntryOf);
  }

  /** The batch so far as its settlement would count it. */
  get totals(): SettlementTotals {
    return totalsOf(this.#core.state.journal);
  }

  get totalsByKind(): readonly KindTotals[] {
    return totalsByKind(this.#core.state.journal);
  }

  get lastSettlement(): SettlementReport | undefined {
    return this.#core.state.lastSettlement;
  }

  /** For the key that prints the last receipt again. */
  get lastReceipt(): Receipt | undefined {
    return lastReceiptOf(this.#core.state);
  }

  /**
   * 签到. `003` unless told, under SM4 `005`. `004` also asks for a track key, and then refuses to go without; `001` is
   * for legacy profiles. A terminal whose messages each have keys of their own has nothing to sign on for.
   */
  signOn(keySet?: KeySet): Promise<Outcome> {
    return this.#run('sign-on', () => signOn(this.#core, keySet));
  }

  /** 签退. */
  signOff(): Promise<Outcome> {
    return this.#run('sign-off', () => signOff(this.#core));
  }

  /** 回响测试. */
  echo(): Promise<Outcome> {
    return this.#run('echo', () => echo(this.#core));
  }

  /** 消费. Like all that takes one, throws a RangeError for an amount that is none. */
  async sale(card: Card, amountMinor: number): Promise<Outcome> {
    requireAmount(amountMinor);
    return this.#run('purchase', () => pay(this.#core, 'purchase', card, amountMinor));
  }

  /** 扫码消费: `code` is what the customer's phone shows. */
  async qrSale(code: string, amountMinor: number): Promise<Outcome> {
    requireAmount(amountMinor);
    return this.#run('qr-sale', () => payByCode(this.#core, code, amountMinor));
  }

  /** 余额查询. */
  balance(card: Card): Promise<Outcome> {
    return this.#run('balance', () => pay(this.#core, 'balance', card, undefined));
  }

  /** 修改密码: asks for the PIN so far, then for the new one twice. */
  changePin(card: Card): Promise<Outcome> {
    return this.#run('pin-change', () => changePin(this.#core, card));
  }

  /** 消费撤销, of this batch. */
  void(request: FollowUp): Promise<Outcome> {
    return this.#run('void', () => followUp(this.#core, 'void', request));
  }

  /** 退货, of any batch. */
  async refund(request: Refund): Promise<Outcome> {
    requireAmount(request.amountMinor);
    return this.#run('refund', () => refund(this.#core, request));
  }

  /** 预授权. */
  async preAuthorize(card: Card, amountMinor: number): Promise<Outcome> {
    requireAmount(amountMinor);
    return this.#run('pre-authorization', () => pay(this.#core, 'pre-authorization', card, amountMinor));
  }

  /** 预授权撤销. */
  voidPreAuthorization(request: FollowUp): Promise<Outcome> {
    const kind = 'pre-authorization-void';
    return this.#run(kind, () => followUp(this.#core, kind, request));
  }

  /** 预授权完成(请求). */
  complete(request: FollowUp): Promise<Outcome> {
    return this.#run('completion', () => followUp(this.#core, 'completion', request));
  }

  /** 预授权完成(通知): once stored it is sent until the host has it. */
  completeByAdvice(request: FollowUp): Promise<Outcome> {
    return this.#run('completion-advice', () => completeByAdvice(this.#core, request));
  }

  /** 预授权完成撤销, of this batch. */
  voidCompletion(request: FollowUp): Promise<Outcome> {
    return this.#run('completion-void', () => followUp(this.#core, 'completion-void', request));
  }

  /** 离线消费: without the host; goes up with `upload` or the settlement. */
  async sellOffline(card: Card, amountMinor: number, authCode?: string): Promise<Outcome> {
    requireAmount(amountMinor);
    return this.#run('offline-sale', () => sellOffline(this.#core, { card, amountMinor, authCode }));
  }

  /** The chip declined offline: nothing is sold, its cryptogram goes up with the batch. */
  async recordChipDecline(card: Card, amountMinor: number): Promise<Outcome> {
    requireAmount(amountMinor);
    return this.#run('offline-sale', () => recordChipDecline(this.#core, card, amountMinor));
  }

  /** 离线上送: all advices that wait. */
  upload(): Promise<Outcome> {
    return this.#run('offline-sale', () => upload(this.#core));
  }

  /** 结算调整: the new amount of an offline sale of this batch. */
  async adjust(trace: string, amountMinor: number): Promise<Outcome> {
    requireAmount(amountMinor);
    return this.#run('adjustment', () => adjust(this.#core, trace, amountMinor));
  }

  /** 小费: added to a payment of this batch. */
  async addTip(trace: string, tipMinor: number): Promise<Outcome> {
    requireAmount(tipMinor);
    return this.#run('tip', () => addTip(this.#core, trace, tipMinor));
  }

  /** 批结算; goes on where one was interrupted. Afterwards the journal is empty and the terminal signed off. */
  settle(): Promise<Outcome> {
    return this.#run('settlement', () => settleBatch(this.#core));
  }

  /** 参数下载. */
  downloadParameters(): Promise<Outcome> {
    return this.#run('parameter-download', () => downloadParameters(this.#core));
  }

  /** 公钥下载, 芯片参数下载; goes on where one was cut. */
  download(subject: DownloadSubject): Promise<Outcome> {
    const kind = subject === 'public-keys' ? 'public-key-query' : 'chip-application-query';
    return this.#run(kind, () => download(this.#core, subject));
  }

  /** 状态上送. */
  uploadStatus(status?: DeviceStatus): Promise<Outcome> {
    return this.#run('status-upload', () => uploadStatus(this.#core, status));
  }

  /** 自检: finds out what is wrong with this terminal, and tells the host. @param devices as somebody has tried them */
  selfTest(devices?: DeviceStatus): Promise<Outcome> {
    return this.#run('status-upload', () => selfTest(this.#core, devices));
  }

  /** 电子签名上送: up to 512 bytes of an image, for a voucher of this batch. */
  uploadSignature(trace: string, image: Uint8Array): Promise<Outcome> {
    return this.#run('signature', () => uploadSignature(this.#core, trace, image));
  }

  /** One action at a time; afterwards what the centre asked for in the answer's header. */
  async #run(kind: MessageKind, action: () => Promise<Outcome>): Promise<Outcome> {
    const { stages } = this.#core;
    if (stages.current !== 'idle') return failed(kind, 'busy');
    this.#core.begin();
    let outcome: Outcome;
    try {
      outcome = await action();
    } catch (error) {
      if (error instanceof KeysUsedUp) outcome = failed(kind, 'keys-used-up');
      else if (error instanceof StorageFault) outcome = failed(kind, 'storage');
      else throw error;
    } finally {
      stages.reset();
    }
    await this.#followCentre(kind);
    return outcome;
  }

  /** Never after a message that the centre itself asked for: a host that repeats its wish must not make a loop. */
  async #followCentre(kind: MessageKind): Promise<void> {
    const { centreRequest: request, ports, state } = this.#core;
    if (this.#isFollowing || !mayFollow(request, kind)) return;
    ports.onEvent({ type: 'centre-request', request });
    this.#isFollowing = true;
    try {
      await centreActions[request]?.act(this, state.signOn?.keySet);
    } finally {
      this.#isFollowing = false;
    }
  }
}
