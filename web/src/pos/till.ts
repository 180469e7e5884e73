// The training terminal behind its screens: the virtual POS with this browser's ports, and which screen is
// next. Screens read `view` and call the methods; nothing here draws.

import type { HostFaultName } from '@tillgate/server/api';
import {
  Card,
  type Chip,
  defaultSettings,
  MistakenPinPad,
  type Outcome,
  type PadMistake,
  type PinRequest,
  type Receipt,
  Terminal,
  type TerminalEvent,
} from '@tillgate/terminal';
import { fromDemoHex, trackTwoOf } from './demo-card.js';
import type { DemoCard, Presentation, Screen, TillView } from './screen.js';
import { TaskFlow } from './task-flow.js';
import type { TillOptions } from './till-options.js';
import { tillTasks } from './till-tasks.js';

/** The host decides whether a tap needs the PIN (answer code 70), so that a trainee meets its question. */
const HOST_DECIDES = Number.MAX_SAFE_INTEGER;

export class Till {
  readonly #options: TillOptions;
  readonly #listeners = new Set<() => void>();
  /** Voids, refunds, holds and all that is entered field by field. */
  readonly tasks: TaskFlow;
  #terminal: Terminal | undefined;
  readonly #pad: MistakenPinPad;
  #view: TillView;
  /** A first password that was right and is changed now. */
  #first: { readonly operatorId: string; readonly password: string } | undefined;
  #answerPin: ((pin: string | undefined) => void) | undefined;
  #amountMinor: number | undefined;

  constructor(options: TillOptions) {
    this.#options = options;
    this.#pad = new MistakenPinPad(fromDemoHex(options.profile.tmk), options.profile.profile);
    this.tasks = new TaskFlow({
      terminal: () => this.#opened,
      show: (screen) => this.show(screen),
      run: (amountMinor, action) => this.#run(amountMinor, action),
      askForOwnPassword: (operatorId, password) => this.#askForOwnPassword(operatorId, password),
    });
    const { operatorId, isKept } = options;
    this.#view = {
      ...{ screen: { at: 'opening' }, isOnline: false, isKept, operatorId },
      ...{ presented: undefined, status: undefined },
    };
  }

  get view(): TillView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setOnline(isOnline: boolean): void {
    this.#change({ isOnline });
  }

  show(screen: Screen): void {
    const isEmpty = screen.at === 'amount' || screen.at === 'card';
    this.#change(isEmpty ? { screen, presented: undefined } : { screen });
  }

  /** Opens the terminal; an operator who was here before a reload goes on. */
  async open(): Promise<void> {
    try {
      await this.#openFor(this.#view.operatorId);
      if (this.#view.operatorId === undefined) this.show({ at: 'operator', isRefused: false });
      else await this.#begin();
    } catch (error) {
      this.show({ at: 'broken', why: String(error) });
    }
  }

  async #openFor(operatorId: string | undefined): Promise<void> {
    const { profile, acquirerName, ports, software } = this.#options;
    const { terminalId, merchantId, merchantName, pinRequiredCode, profile: dialect } = profile;
    this.#terminal = await Terminal.open(
      {
        ...defaultSettings,
        ...{ profile: dialect, terminalId, merchantId, merchantName, acquirerName, ...software },
        ...(operatorId !== undefined && { operatorId }),
        contactlessNoPinLimitMinor: HOST_DECIDES,
        understandsPinRequest: pinRequiredCode,
      },
      {
        ...ports,
        pinEntry: { ask: (request) => this.#askPin(request) },
        onEvent: (event) => this.#told(event),
      },
      this.#pad,
    );
  }

  makeMistake(mistake: PadMistake | undefined): void {
    this.#pad.mistake = mistake;
    this.show({ at: 'amount' });
  }

  async armHostFault(fault: HostFaultName): Promise<void> {
    await this.#options.armHostFault(fault);
    this.show({ at: 'amount' });
  }

  async logIn(operatorId: string, password: string): Promise<void> {
    const result = await this.#opened.operators.logIn(operatorId, password);
    if (result === 'refused') {
      this.show({ at: 'operator', isRefused: true });
      return;
    }
    this.#change({ operatorId });
    if (result === 'change-first') this.#askForOwnPassword(operatorId, password);
    else await this.#enter(operatorId);
  }

  #askForOwnPassword(operatorId: string, password: string): void {
    this.#first = { operatorId, password };
    this.show({ at: 'own-password', isWeak: false });
  }

  /** After the first password; the new one is in force from now on. */
  async setOwnPassword(own: string): Promise<void> {
    const { operatorId, password } = this.#first ?? { operatorId: '', password: '' };
    const result = await this.#opened.operators.changePassword(operatorId, password, own);
    if (result !== 'ok') {
      this.show({ at: 'own-password', isWeak: true });
      return;
    }
    this.#first = undefined;
    // The supervisor only came by to agree to something.
    if (this.tasks.isUnderWay) await this.tasks.supervisorAgrees(own);
    else await this.#enter(operatorId);
  }

  cancelOwnPassword(): void {
    this.#first = undefined;
    if (this.tasks.isUnderWay) this.tasks.cancel();
    else this.logOut();
  }

  async #enter(operatorId: string): Promise<void> {
    this.#options.onOperator(operatorId);
    await this.#openFor(operatorId);
    await this.#begin();
  }

  /** A terminal signs on before its first payment of a day. */
  async #begin(): Promise<void> {
    const { amountMinor, showsSignOn } = this.#options.task;
    if (showsSignOn || !this.#opened.status.signedOn) {
      await this.signOn();
      const { screen } = this.#view;
      const isSignedOn = screen.at === 'result' && screen.outcome.result === 'approved';
      if (showsSignOn || !isSignedOn) return;
    }
    if (amountMinor === undefined) this.show({ at: 'amount' });
    else this.charge(amountMinor);
  }

  logOut(): void {
    this.#options.onOperator(undefined);
    this.#change({ operatorId: undefined, screen: { at: 'operator', isRefused: false } });
  }

  /** With an amount a payment, without one a question for the balance. */
  charge(amountMinor: number | undefined): void {
    if (amountMinor === undefined) this.tasks.begin('balance');
    else this.tasks.begin('sale', { amount: amountMinor });
  }

  async present(card: DemoCard, entry: Presentation): Promise<void> {
    const { screen } = this.#view;
    if (screen.at !== 'card') return;
    this.#change({ presented: card });
    if (tillTasks[screen.task].presents === 'code') {
      await this.tasks.present(undefined, await this.#options.paymentCode(card.name));
      return;
    }
    const { pan, expiry, sequence } = card;
    const chip = (): Promise<Chip | undefined> => this.#options.chip(card);
    await this.tasks.present(new Card({ entry, pan, expiry, sequence, track2: trackTwoOf(card), chip }), '');
  }

  showBatch(): void {
    const { status, totalsByKind: byKind, totals } = this.#opened;
    this.show({ at: 'batch', batch: { batch: status.batch, byKind, totals }, report: undefined });
  }

  get hasSettled(): boolean {
    return this.#terminal?.lastSettlement !== undefined;
  }

  showLastSettlement(): void {
    const report = this.#opened.lastSettlement;
    if (report) this.show({ at: 'batch', batch: report, report });
  }

  async settle(): Promise<void> {
    await this.perform((terminal) => terminal.settle());
    const { screen } = this.#view;
    if (screen.at === 'result' && screen.outcome.settlement) this.showLastSettlement();
  }

  showVouchers(): void {
    this.show({ at: 'vouchers', vouchers: this.#opened.journal.toReversed() });
  }

  showReceipt(receipt: Receipt): void {
    this.show({ at: 'receipt', receipt, isReprint: true });
  }

  signOn(): Promise<void> {
    return this.#run(undefined, (terminal) => terminal.signOn('004'));
  }

  /** Something without an amount. */
  perform(action: (terminal: Terminal) => Promise<Outcome>): Promise<void> {
    return this.#run(undefined, action);
  }

  /** Digits, nothing for "no PIN", undefined for a cancelled payment. */
  answerPin(pin: string | undefined): void {
    const answer = this.#answerPin;
    this.#answerPin = undefined;
    answer?.(pin);
  }

  showLastReceipt(): void {
    const receipt = this.#opened.lastReceipt;
    if (receipt) this.show({ at: 'receipt', receipt, isReprint: true });
  }

  get hasReceipt(): boolean {
    return this.#terminal?.lastReceipt !== undefined;
  }

  get #opened(): Terminal {
    if (this.#terminal === undefined) throw new Error('the terminal is not open yet');
    return this.#terminal;
  }

  async #run(
    amountMinor: number | undefined,
    action: (terminal: Terminal) => Promise<Outcome>,
  ): Promise<void> {
    this.#amountMinor = amountMinor;
    this.show({ at: 'progress', amountMinor, stage: 'preparing' });
    try {
      const outcome = await action(this.#opened);
      if (outcome.rrn !== undefined && outcome.amountMinor !== undefined)
        this.#options.onPayment(outcome.rrn);
      this.show({ at: 'result', outcome });
    } catch (error) {
      this.show({ at: 'broken', why: String(error) });
    }
  }

  async #askPin(request: PinRequest): Promise<string | undefined> {
    this.show({ at: 'pin', request });
    const pin = await new Promise<string | undefined>((resolve) => {
      this.#answerPin = resolve;
    });
    this.show({ at: 'progress', amountMinor: this.#amountMinor, stage: 'preparing' });
    return pin;
  }

  #told(event: TerminalEvent): void {
    const { screen } = this.#view;
    if (screen.at !== 'progress') return;
    if (event.type === 'stage' && event.stage !== 'idle') this.show({ ...screen, stage: event.stage });
    if (event.type === 'confirm-on-phone') {
      this.show({ ...screen, confirm: { link: event.link, hostText: event.hostText } });
    }
  }

  #change(change: Partial<TillView>): void {
    this.#view = { ...this.#view, ...change, status: this.#terminal?.status };
    for (const listener of this.#listeners) listener();
  }
}
