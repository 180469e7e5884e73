// The training terminal behind its screens: the virtual POS with this browser's ports, and which screen is
// next. Screens read `view` and call the methods; nothing here draws.

import {
  Card,
  defaultSettings,
  type Outcome,
  PinPad,
  type PinRequest,
  type Ports,
  Terminal,
  type TerminalEvent,
} from '@tillgate/terminal';
import { fromDemoHex, trackTwoOf } from './demo-card.js';
import type { DemoCard, DemoTerminal, Presentation, Screen, TillView } from './screen.js';

export interface TillOptions {
  readonly profile: DemoTerminal;
  readonly acquirerName: { readonly zh: string; readonly en: string };
  readonly ports: Pick<Ports, 'store' | 'link' | 'clock' | 'random'>;
  readonly isKept: boolean;
  /** Already signed in on this page before it was reloaded. */
  readonly operatorId: string | undefined;
  readonly onOperator: (operatorId: string | undefined) => void;
  readonly onPayment: (rrn: string) => void;
  /** What the page's address asks for once an operator is there. */
  readonly task: { readonly amountMinor: number | undefined; readonly showsSignOn: boolean };
}

/** The host decides whether a tap needs the PIN (answer code 70), so that a trainee meets its question. */
const HOST_DECIDES = Number.MAX_SAFE_INTEGER;

export class Till {
  readonly #options: TillOptions;
  readonly #listeners = new Set<() => void>();
  #terminal: Terminal | undefined;
  #view: TillView;
  #firstPassword = '';
  #answerPin: ((pin: string | undefined) => void) | undefined;
  #amountMinor: number | undefined;

  constructor(options: TillOptions) {
    this.#options = options;
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
    this.#change(screen.at === 'amount' ? { screen, presented: undefined } : { screen });
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
    const { profile, acquirerName, ports } = this.#options;
    const { terminalId, merchantId, merchantName, pinRequiredCode, profile: dialect } = profile;
    this.#terminal = await Terminal.open(
      {
        ...defaultSettings,
        ...{ profile: dialect, terminalId, merchantId, merchantName, acquirerName },
        ...(operatorId !== undefined && { operatorId }),
        contactlessNoPinLimitMinor: HOST_DECIDES,
        understandsPinRequest: pinRequiredCode,
      },
      {
        ...ports,
        pinEntry: { ask: (request) => this.#askPin(request) },
        onEvent: (event) => this.#told(event),
      },
      new PinPad(fromDemoHex(profile.tmk), dialect),
    );
  }

  async logIn(operatorId: string, password: string): Promise<void> {
    const result = await this.#opened.operators.logIn(operatorId, password);
    if (result === 'refused') {
      this.show({ at: 'operator', isRefused: true });
      return;
    }
    this.#change({ operatorId });
    if (result === 'change-first') {
      this.#firstPassword = password;
      this.show({ at: 'own-password', isWeak: false });
    } else await this.#enter(operatorId);
  }

  /** After the first password; the new one is in force from now on. */
  async setOwnPassword(password: string): Promise<void> {
    const operatorId = this.#view.operatorId ?? '';
    const result = await this.#opened.operators.changePassword(operatorId, this.#firstPassword, password);
    if (result === 'ok') await this.#enter(operatorId);
    else this.show({ at: 'own-password', isWeak: true });
  }

  async #enter(operatorId: string): Promise<void> {
    this.#firstPassword = '';
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

  charge(amountMinor: number | undefined): void {
    this.#change({ screen: { at: 'card', amountMinor }, presented: undefined });
  }

  async present(card: DemoCard, entry: Presentation): Promise<void> {
    if (this.#view.screen.at !== 'card') return;
    const { amountMinor } = this.#view.screen;
    const { pan, expiry, sequence } = card;
    const read = new Card({ entry, pan, expiry, sequence, track2: trackTwoOf(card) });
    this.#change({ presented: card });
    await this.#run(amountMinor, (terminal) =>
      amountMinor === undefined ? terminal.balance(read) : terminal.sale(read, amountMinor),
    );
  }

  signOn(): Promise<void> {
    return this.#run(undefined, (terminal) => terminal.signOn('004'));
  }

  signOff(): Promise<void> {
    return this.#run(undefined, (terminal) => terminal.signOff());
  }

  echo(): Promise<void> {
    return this.#run(undefined, (terminal) => terminal.echo());
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
    if (event.type === 'confirm-on-phone') this.show({ ...screen, confirmLink: event.link });
  }

  #change(change: Partial<TillView>): void {
    this.#view = { ...this.#view, ...change, status: this.#terminal?.status };
    for (const listener of this.#listeners) listener();
  }
}
