// One terminal, one card and the whole payment path in memory, for the acquirer's tests: the books in plain maps, the
// HSM in process, and a clock, an HSM and a store that a test can move, unplug and take away.

import { Message, toHex } from '@tillgate/iso8583';
import {
  createTdes,
  decryptEcb,
  encodePinBlockFormat0,
  hexToBytes,
  pinFromText,
  unionPayEcbMac,
} from '@tillgate/payment-crypto';
import {
  type Envelope,
  kindOf,
  messageKinds,
  type Profile,
  packBody,
  packMaced,
  parseBody,
  parseF62WorkingKeys,
  standardProfile,
} from '@tillgate/pos-protocol';
import type { Hsm, KeyRole } from '../hsm/index.js';
import type { Clock } from '../kernel/clock.js';
import { assert, Fault } from '../kernel/fault.js';
import { localTimeIn } from '../kernel/local-time.js';
import { Timeline } from '../kernel/timeline.js';
import {
  answer,
  type Banks,
  type Reply,
  type SecurityWatch,
  type Stations,
  takeBack,
} from '../payment-path.js';
import {
  type CardRow,
  createGroupCommit,
  type IssuerRow,
  type MemoryStore,
  type Store,
  type StoreFault,
  type TerminalRow,
  type TransactionRow,
} from '../store/index.js';
import { BODY_LAYOUTS, FRONT } from './front.fixture.js';
import {
  expireAwaitingUnit,
  type HolderHeard,
  type HolderSays,
  hashPaymentCode,
  holderSaysUnit,
} from './index.js';
import type { ClearKeys, Sent } from './till-answers.fixture.js';
import { banksOf, cachingDirectory, cardRow, MERCHANT_ID, noBanks, PAN } from './till-directory.fixture.js';
import { formed, HOUR_MS, NOON, PIN, TERMINAL_ID, TMK } from './till-keys.fixture.js';

export type { ClearKeys, Sent };
export { HOUR_MS, MERCHANT_ID, NOON, PAN, PIN, TERMINAL_ID, TMK };

export class Till {
  readonly books: MemoryStore;
  readonly hsm: Hsm;
  /** Banks behind links; none unless a test puts them there. */
  banks: Banks = noBanks;
  /** Milliseconds since 1970 UTC; tests set it. */
  now: number = NOON;
  /** Commands of the HSM that fail, as if its thread were gone unless another fault is set. */
  readonly unplugged: Set<keyof Hsm> = new Set();
  hsmFault: `TG_${string}` = 'TG_HSM_UNREACHABLE';
  /** What the store does at its next steps, before it works again. */
  readonly storeFaults: StoreFault[] = [];
  /** How long the books wait for a store that fails; tests set it. */
  patienceMs = 0;
  /** Told of each step's rows before they are decided: another host's moment. */
  beforeStep: () => void = () => undefined;
  /** Told of what security processing refused; none unless a test puts it there. */
  security: SecurityWatch | undefined;
  keys: ClearKeys | undefined;
  /** The terminal's; set before its first message. */
  profile: Profile = standardProfile;
  /** Proved by the connection; undefined over plain TCP. */
  certifiedTerminalId: string | undefined;
  #trace = 0;
  readonly #clock: Clock;
  readonly #stations: Stations;

  constructor(books: MemoryStore, hsm: Hsm, issuer: IssuerRow) {
    this.books = books;
    this.hsm = hsm;
    const clock: Clock = {
      now: () => this.now,
      micros: () => this.now * 1000,
      after: (_ms, callback) => {
        const timer = setTimeout(callback, 0);
        return () => clearTimeout(timer);
      },
    };
    const store: Store = {
      transact: async (loads, decide) => {
        const fault = this.storeFaults.shift();
        if (fault) throw fault;
        this.beforeStep();
        return books.transact(loads, decide);
      },
    };
    const pluggable = Object.fromEntries(
      Object.entries(hsm).map(([name, command]) => [name, this.#pluggable(name as keyof Hsm, command)]),
    ) as unknown as Hsm;
    const patienceMs = (): number => this.patienceMs;
    let rrns = 0;
    this.#stations = {
      hsm: pluggable,
      directory: cachingDirectory(books, issuer),
      books: createGroupCommit(store, {
        ...{ clock, largestBatch: 16 },
        get giveUpAfterMs(): number {
          return patienceMs();
        },
      }),
      ports: {
        hsm: pluggable,
        acquirerId: '29990000',
        acquirerName: '闸口收单',
        issuerName: () => '海港银行',
        localTime: localTimeIn('Asia/Shanghai'),
        phonePage: () => 'https://phone.test/',
        nextRrn: async () => String(++rrns).padStart(12, '0'),
        bodyLayouts: BODY_LAYOUTS,
        profileOf: async () => this.profile,
      },
      banks: banksOf(() => this.banks),
      keyUsed: () => undefined,
      security: {
        accepted: (request) => this.security?.accepted(request),
        answered: (request, outcome) => this.security?.answered(request, outcome),
      },
      failed: () => undefined,
    };
    this.#clock = clock;
  }

  /** Signs on and loads the keys that the answer brings. */
  async signOn(networkCode = '003'): Promise<Sent> {
    const sent = await this.send(this.message('0800').set(60, `00000001${networkCode}`));
    const handed = parseF62WorkingKeys(sent.message.bytes(62) ?? new Uint8Array(0));
    if (handed) {
      const tmk = createTdes(hexToBytes(TMK));
      const [pin, mac] = [handed.pinKey, handed.macKey].map((key) => decryptEcb(tmk, key.keyUnderTmk));
      assert(pin && mac, 'a sign-on hands out two keys');
      this.keys = { pin, mac };
    }
    return sent;
  }

  message(mti: string): Message {
    this.#trace += 1;
    return new Message(mti)
      .set(11, String(this.#trace).padStart(6, '0'))
      .set(41, TERMINAL_ID)
      .set(42, MERCHANT_ID);
  }

  /** A contactless purchase without a PIN under the next trace. */
  purchase(amountMinor = 100): Message {
    return this.message('0200')
      .set(2, PAN)
      .set(3, '000000')
      .set(4, String(amountMinor).padStart(12, '0'))
      .set(14, '3012')
      .set(22, '072')
      .set(25, '00')
      .set(49, '156')
      .set(53, '0000000000000000')
      .set(60, '22000001000600');
  }

  purchaseWithPin(pin = PIN, pan = PAN): Message {
    assert(this.keys, 'signed on');
    const block = encodePinBlockFormat0(pinFromText(pin), pan);
    createTdes(this.keys.pin).encryptBlock(block, 0, block, 0);
    return this.purchase().set(22, '071').set(26, '12').set(52, block).set(53, '2600000000000000');
  }

  reversalOf(original: Message): Message {
    const reversal = original
      .clone('0400')
      .set(39, '98')
      .set(61, `000001${original.text(11)}`);
    for (const field of [26, 52, 53]) reversal.delete(field);
    return reversal;
  }

  /** Through the whole path, with a MAC under `keys` when the message is one that carries it; null: without. */
  async send(message: Message, keys: ClearKeys | null = this.keys ?? null): Promise<Sent> {
    return this.sendBody(await this.packed(message, keys), keys);
  }

  async packed(message: Message, keys: ClearKeys | null = this.keys ?? null): Promise<Uint8Array> {
    const envelope: Envelope = { ...FRONT, message };
    const kind = kindOf(message);
    const macKey = kind && messageKinds[kind].carriesMac && keys ? createTdes(keys.mac) : undefined;
    return macKey ? packMaced(envelope, async (input) => unionPayEcbMac(macKey, input)) : packBody(envelope);
  }

  async sendBody(body: Uint8Array, keys: ClearKeys | null = this.keys ?? null): Promise<Sent> {
    const reply = await this.answer(body);
    assert(!('unanswerable' in reply), `answered: ${'unanswerable' in reply ? reply.unanswerable : ''}`);
    const { envelope, macInput } = parseBody(reply.body);
    assert(envelope, 'the answer parses');
    const mac = macInput && keys && unionPayEcbMac(createTdes(keys.mac), macInput);
    return {
      code: envelope.message.text(39) ?? '',
      message: envelope.message,
      outcome: reply.outcome,
      macFits: mac !== undefined && String(mac) === String(envelope.message.bytes(64)),
      row: this.books.transactions.get(reply.outcome.rrn),
    };
  }

  /** A second card of the same bank, with the same money. */
  async addCard(pan: string): Promise<void> {
    const panHash = toHex(await this.#stations.hsm.panHash(pan));
    this.books.cards.set(panHash, { ...cardRow(panHash), card_id: 2, pan_last4: pan.slice(-4) });
  }

  /** A block of one of the host's keys, formed in components as keys are. */
  async formKey(key: string, role: KeyRole): Promise<string> {
    return formed(this.#stations.hsm, key, role);
  }

  /** A payment code on the phone of the till's card. */
  async showCode(code: string, goodForMs = 60_000): Promise<void> {
    const [card] = this.books.cards.values();
    const code_hash = await hashPaymentCode(this.#stations.hsm, code);
    this.books.cards.set(card!.pan_hash, { ...card!, code_hash, code_until: this.now + goodForMs });
  }

  /** The terminal has hung up before this answer could leave. */
  async undelivered(reply: Reply): Promise<void> {
    assert(!('unanswerable' in reply), 'answered');
    await takeBack(this.#stations, reply);
  }

  /** What the holder of the first card says of a payment on the phone. */
  holderSays(payment: TransactionRow, said: HolderSays): Promise<HolderHeard> {
    return this.#stations.books.submit(holderSaysUnit(payment, this.card.pan_hash, said, this.now));
  }

  endAwaiting(payment: TransactionRow): Promise<boolean> {
    return this.#stations.books.submit(expireAwaitingUnit(payment, this.card.pan_hash, this.now));
  }

  changeCard(change: Partial<CardRow>): void {
    this.books.cards.set(this.card.pan_hash, { ...this.card, ...change });
  }

  /** What the host does with a frame's body. */
  answer(body: Uint8Array): Promise<Reply> {
    const timeline = new Timeline(this.#clock);
    const { now: receivedAt, certifiedTerminalId } = this;
    return answer(this.#stations, { body, receivedAt, timeline, certifiedTerminalId });
  }

  get terminal(): TerminalRow {
    return this.books.terminals.get(TERMINAL_ID)!;
  }

  /** As another host or an administrator would change the row behind this host's back. */
  changeTerminal(change: Partial<TerminalRow>): void {
    const { terminal } = this;
    this.books.terminals.set(TERMINAL_ID, { ...terminal, ...change, version: terminal.version + 1 });
  }

  get availableMinor(): number {
    return this.card.available_minor;
  }

  /** The till's first card. */
  get card(): CardRow {
    return [...this.books.cards.values()][0]!;
  }

  #pluggable(name: keyof Hsm, command: unknown): unknown {
    return (request: never) =>
      this.unplugged.has(name)
        ? Promise.reject(new Fault(this.hsmFault, 'the HSM does not serve'))
        : (command as (request: never) => unknown)(request);
  }
}
