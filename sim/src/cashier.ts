// What is done at a till in a simulated world: payments of every kind, what follows them, and the end of the batch,
// with the cards and the PINs of the holders who come by.

import {
  Card,
  type Entry,
  type JournalEntry,
  type Original,
  type Outcome,
  type Terminal,
} from '@tillgate/terminal';
import type { TillRecord } from './auditor/evidence.js';
import type { Holder } from './cast.js';
import type { EventLog } from './event-log.js';
import type { SeededRandom } from './seeded-random.js';
import { SUPERVISOR_PASSWORD, type VirtualTill } from './virtual-till.js';

export interface CashierPorts {
  readonly random: SeededRandom;
  readonly log: EventLog;
  readonly holders: readonly Holder[];
  readonly order: () => number;
  readonly now: () => number;
  /** The holder's phone shows a code that is good once. */
  showCode(holder: Holder): Promise<string>;
}

/** How often each is done, of all together. */
const ACTIONS = {
  ...{ sale: 480, pinSale: 160, qrSale: 30, void: 50, refund: 40, preAuthorize: 60, complete: 35 },
  ...{ completeByAdvice: 15, voidPreAuthorization: 15, voidCompletion: 10, sellOffline: 25, adjust: 8 },
  ...{ addTip: 20, balance: 15, upload: 8, settle: 20, signOn: 6, echo: 3 },
} as const;

type ActionName = keyof typeof ACTIONS;

const MOVES_NO_MONEY: ReadonlySet<ActionName> = new Set(['upload', 'settle', 'signOn', 'echo', 'balance']);
const WRONG_PIN = 0.03;
/** Some holders never remember theirs. */
const FORGETFUL_EVERY = 13;
const WRONG_PIN_OF_THE_FORGETFUL = 0.6;
const SLIPS_KEPT = 30;

/** What the holder of an earlier payment brings along. */
interface Slip {
  readonly rrn: string;
  readonly mmdd: string;
  readonly amountMinor: number;
}

export class Cashier {
  readonly records: TillRecord[] = [];
  readonly till: VirtualTill;
  readonly #ports: CashierPorts;
  readonly #slips: Slip[] = [];

  constructor(till: VirtualTill, ports: CashierPorts) {
    [this.till, this.#ports] = [till, ports];
  }

  /** One action; answers whether it was a payment that left the till. */
  async act(): Promise<boolean> {
    const { random } = this.#ports;
    const name = random.weighted(ACTIONS);
    const outcome = await this.#attempt(name);
    if (outcome?.failure === 'journal-full' || outcome?.failure === 'settlement-interrupted') {
      await this.#attempt('settle');
    } else if (outcome?.failure === 'not-signed-on') {
      await this.#attempt('signOn');
    }
    return !MOVES_NO_MONEY.has(name) && outcome?.trace !== undefined;
  }

  /** Brings everything to its end: reversals, advices, the batch. True when nothing is left open. */
  async close(): Promise<boolean> {
    for (const name of ['signOn', 'upload', 'settle'] as const) await this.#attempt(name);
    return this.isClean;
  }

  get isClean(): boolean {
    const { stored } = this.till;
    if (stored === undefined) return true;
    const { pendingReversal, advices, settlement, journal } = stored;
    return !pendingReversal && advices.length === 0 && !settlement && journal.length === 0;
  }

  async #attempt(name: ActionName): Promise<Outcome | undefined> {
    const { random, order, now, log } = this.#ports;
    const { till } = this;
    const batch = till.stored?.batch ?? '000001';
    const action = this.#prepare(name);
    const outcome = await till.perform(action);
    log.note(
      `${till.terminalId} ${name} ${outcome?.trace ?? ''}: ${outcome?.result ?? 'power cut'} ${
        outcome?.answerCode ?? outcome?.failure ?? ''
      }`,
    );
    till.pin = undefined;
    if (outcome === undefined) return undefined;
    const { kind, result, trace, amountMinor, answerCode, rrn, settlement } = outcome;
    this.records.push({
      ...{ order: order(), at: now(), terminalId: till.terminalId, kind, batch, result },
      ...{ trace: trace ?? '', amountMinor: amountMinor ?? 0, answerCode: answerCode ?? '', rrn: rrn ?? '' },
      ...(settlement && { settlement: settlement.result }),
    });
    if (result === 'approved' && rrn && (kind === 'purchase' || kind === 'qr-sale')) {
      const mmdd = outcome.receipt?.dateTime.slice(5, 10).replace('-', '') ?? '0000';
      this.#slips[random.below(SLIPS_KEPT)] = { rrn, mmdd, amountMinor: amountMinor ?? 0 };
    }
    return outcome;
  }

  /** The action with everything that chance decides about it. */
  #prepare(name: ActionName): (terminal: Terminal) => Promise<Outcome> {
    const { random } = this.#ports;
    const amountMinor = this.#amount();
    const supervisorPassword = SUPERVISOR_PASSWORD;
    switch (name) {
      case 'sale': {
        const holder = this.#holder();
        // Above the merchant's limit the bank answers 70, and the terminal takes the PIN then.
        this.#typesPin(holder);
        return (terminal) => terminal.sale(this.#present(holder, 'contactless'), amountMinor);
      }
      case 'pinSale': {
        const holder = this.#holder();
        this.#typesPin(holder);
        const entry = random.pick<Entry>(['contact', 'stripe']);
        return (terminal) => terminal.sale(this.#present(holder, entry), amountMinor);
      }
      case 'qrSale': {
        const code = this.#ports.showCode(this.#holder());
        return async (terminal) => terminal.qrSale(await code, amountMinor);
      }
      case 'preAuthorize': {
        const holder = this.#holder();
        this.#typesPin(holder);
        return (terminal) => terminal.preAuthorize(this.#present(holder, 'contact'), amountMinor);
      }
      case 'void':
        return (terminal) =>
          terminal.void({ original: refer(terminal, random, 'purchase'), supervisorPassword });
      case 'voidPreAuthorization':
        return (terminal) =>
          terminal.voidPreAuthorization({
            original: refer(terminal, random, 'pre-authorization'),
            supervisorPassword,
          });
      case 'voidCompletion':
        return (terminal) =>
          terminal.voidCompletion({ original: refer(terminal, random, 'completion'), supervisorPassword });
      case 'complete':
        return (terminal) => terminal.complete(this.#completion(terminal));
      case 'completeByAdvice':
        return (terminal) => terminal.completeByAdvice(this.#completion(terminal));
      case 'refund': {
        const slip = this.#slips[random.below(SLIPS_KEPT)];
        const rrn = slip?.rrn ?? '000000000000';
        const part = random.chance(0.5) ? 1 : random.between(1, 100) / 100;
        const refunded = Math.max(1, Math.floor((slip?.amountMinor ?? 100) * part));
        return (terminal) =>
          terminal.refund({ rrn, mmdd: slip?.mmdd ?? '0000', amountMinor: refunded, supervisorPassword });
      }
      case 'sellOffline': {
        const holder = this.#holder();
        return (terminal) => terminal.sellOffline(this.#present(holder, 'stripe'), amountMinor, 'A1B2C3');
      }
      case 'adjust':
        return (terminal) => terminal.adjust(refer(terminal, random, 'offline-sale').trace, amountMinor);
      case 'addTip':
        return (terminal) =>
          terminal.addTip(refer(terminal, random, 'purchase').trace, random.between(1, 300));
      case 'balance': {
        const holder = this.#holder();
        this.#typesPin(holder);
        return (terminal) => terminal.balance(this.#present(holder, 'contact'));
      }
      case 'upload':
        return (terminal) => terminal.upload();
      case 'settle':
        return (terminal) => terminal.settle();
      case 'signOn':
        return (terminal) => terminal.signOn();
      case 'echo':
        return (terminal) => terminal.echo();
    }
  }

  #amount(): number {
    const { random } = this.#ports;
    return random.chance(0.1) ? random.between(50_001, 200_000) : random.between(1, 30_000);
  }

  #holder(): Holder {
    return this.#ports.random.pick(this.#ports.holders);
  }

  /** What the holder will type when asked. */
  #typesPin(holder: Holder): void {
    const { random } = this.#ports;
    const isForgetful = holder.row.card_id % FORGETFUL_EVERY === 0;
    const isRight = !random.chance(isForgetful ? WRONG_PIN_OF_THE_FORGETFUL : WRONG_PIN);
    this.till.pin = { digits: isRight ? holder.pin : holder.wrongPin(random), isRight };
  }

  #present({ pan, expiry, track2, sequence, chip }: Holder, entry: Entry): Card {
    const isChip = entry === 'contact' || entry === 'contactless';
    return new Card({
      ...{ entry, pan, expiry, track2, sequence },
      ...(isChip && chip && { chip: async () => chip }),
    });
  }

  #completion(terminal: Terminal): { readonly original: Original; readonly amountMinor: number } {
    const { random } = this.#ports;
    const { journal } = terminal;
    const original = refer(terminal, random, 'pre-authorization');
    const held = journal.find(({ trace }) => trace === original.trace)?.amountMinor ?? 100;
    return { original, amountMinor: Math.max(1, Math.floor((held * random.between(20, 115)) / 100)) };
  }
}

/** An open voucher of this kind, mostly; now and then any, which the terminal or the host has to refuse. */
function refer(
  terminal: Terminal,
  random: SeededRandom,
  kind: JournalEntry['kind'],
): { readonly trace: string } {
  const open = terminal.journal.filter((one) => one.kind === kind && one.state === 'open');
  const { journal } = terminal;
  const from = open.length > 0 && !random.chance(0.05) ? open : journal;
  return { trace: from.length === 0 ? '000000' : random.pick(from).trace };
}
