// The virtual POS without a screen: what a cashier can do with a terminal, one action at a time. Runs in Node
// and in a browser; everything outside comes in through ports.

import type { MessageKind } from '@tillgate/pos-protocol';
import type { Card } from './card.js';
import { type Ports, StorageFault, TerminalCore } from './core.js';
import { echo, restoreWorkingKeys, signOff, signOn } from './management.js';
import { Operators } from './operators.js';
import { failed, type Outcome } from './outcome.js';
import { pay } from './payment.js';
import type { KeyCheckValues, PinPad } from './pin-pad.js';
import type { Receipt } from './receipt.js';
import type { TerminalSettings } from './settings.js';
import type { Stage } from './stages.js';
import { batchTotals, freshState, type JournalEntry, type KeySet, traceDigits } from './state.js';

/** Header digit 6 of an answer: sign on again. */
const CENTRE_WANTS_SIGN_ON = '3';

/** For a status screen; holds no card data and no keys. */
export interface TerminalStatus {
  readonly stage: Stage;
  readonly signedOn: boolean;
  /** YYYYMMDD of the last sign-on that was not lost. */
  readonly signOnDate: string | undefined;
  readonly batch: string;
  readonly nextTrace: string;
  readonly batchTotals: { readonly count: number; readonly amountMinor: number };
  /** Trace and tries of a reversal that the host has not confirmed. */
  readonly pendingReversal: { readonly trace: string; readonly attempts: number } | undefined;
  readonly incidents: number;
  readonly keyCheckValues: KeyCheckValues;
}

export class Terminal {
  readonly operators: Operators;
  readonly #core: TerminalCore;

  private constructor(core: TerminalCore) {
    this.#core = core;
    this.operators = new Operators(core);
  }

  /** Takes up where the stored state left off; a terminal that was never used starts fresh. */
  static async open(settings: TerminalSettings, ports: Ports, pinPad: PinPad): Promise<Terminal> {
    const state = (await ports.store.load()) ?? freshState;
    restoreWorkingKeys(pinPad, state.signOn);
    return new Terminal(new TerminalCore(settings, ports, pinPad, state));
  }

  get status(): TerminalStatus {
    const { state, stages, isSignedOn, pinPad } = this.#core;
    const { signOn: signOnRecord, batch, pendingReversal, incidents } = state;
    return {
      ...{ stage: stages.current, signedOn: isSignedOn, signOnDate: signOnRecord?.date, batch },
      ...{ nextTrace: traceDigits(state.nextTrace), batchTotals: batchTotals(state) },
      pendingReversal: pendingReversal && {
        trace: pendingReversal.fields[11] ?? '',
        attempts: pendingReversal.attempts,
      },
      ...{ incidents: incidents.length, keyCheckValues: pinPad.keyCheckValues },
    };
  }

  get journal(): readonly JournalEntry[] {
    return this.#core.state.journal;
  }

  /** For the key that prints the last receipt again. */
  get lastReceipt(): Receipt | undefined {
    return this.#core.state.journal.at(-1)?.receipt;
  }

  /** 签到. `004` also asks for a track key, and then refuses to go without. */
  signOn(keySet: KeySet = '003'): Promise<Outcome> {
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

  /** 消费. Throws a RangeError for an amount that is no whole number of 1 to 999,999,999,999 fen. */
  async sale(card: Card, amountMinor: number): Promise<Outcome> {
    if (!(Number.isInteger(amountMinor) && amountMinor > 0 && amountMinor < 1e12)) {
      throw new RangeError('the amount is a whole number of fen of up to 12 digits');
    }
    return this.#run('purchase', () => pay(this.#core, 'purchase', card, amountMinor));
  }

  /** 余额查询. */
  balance(card: Card): Promise<Outcome> {
    return this.#run('balance', () => pay(this.#core, 'balance', card, undefined));
  }

  /** One action at a time; afterwards what the centre asked for in the answer's header. */
  async #run(kind: MessageKind, action: () => Promise<Outcome>): Promise<Outcome> {
    const { stages, ports } = this.#core;
    if (stages.current !== 'idle') return failed(kind, 'busy');
    this.#core.centreRequest = '0';
    stages.move('preparing');
    let outcome: Outcome;
    try {
      outcome = await action();
    } catch (error) {
      if (!(error instanceof StorageFault)) throw error;
      outcome = failed(kind, 'storage');
    } finally {
      stages.reset();
    }
    const request = this.#core.centreRequest;
    if (request === CENTRE_WANTS_SIGN_ON && kind !== 'sign-on' && kind !== 'sign-off') {
      await this.signOn(this.#core.state.signOn?.keySet);
    } else if (request !== '0' && request !== CENTRE_WANTS_SIGN_ON) {
      ports.onEvent({ type: 'centre-request', request });
    }
    return outcome;
  }
}
