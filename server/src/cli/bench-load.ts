// Terminals under load: each signs on, then pays with a PIN and a MAC, one payment after the other, and takes
// nothing for an approval but an answer with code 00 and the right MAC.

import { connect, type Socket } from 'node:net';
import { Message } from '@tillgate/iso8583';
import {
  type BlockCipher,
  createTdes,
  encodePinBlockFormat0,
  pinFromText,
  unionPayEcbMac,
} from '@tillgate/payment-crypto';
import {
  type Envelope,
  FrameReader,
  frame,
  packBody,
  packMaced,
  parseBody,
  parseF62WorkingKeys,
} from '@tillgate/pos-protocol';
import type { DemoCard, DemoTerminal } from '../demo/index.js';
import { systemClock } from '../kernel/clock.js';
import { assert } from '../kernel/fault.js';
import { clearTmk } from './bench-world.js';

export interface LoadResult {
  readonly payments: number;
  readonly seconds: number;
  /** Milliseconds from the first byte sent to the whole answer read. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly declined: number;
}

export interface LoadOptions {
  readonly port: number;
  readonly terminals: readonly DemoTerminal[];
  readonly cards: readonly DemoCard[];
  /** Not counted: the first part, while caches and statements warm up. */
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const terminals = await Promise.all(
    options.terminals.map(async (terminal, index) => {
      const card = options.cards[index % options.cards.length];
      assert(card, 'there are cards to pay with');
      const one = new LoadTerminal(terminal, card, options.port);
      await one.signOn();
      return one;
    }),
  );
  const from = systemClock.now() + options.warmUpMs;
  const until = from + options.measureMs;
  const latencies: number[] = [];
  let declined = 0;
  await Promise.all(
    terminals.map(async (terminal) => {
      for (let now = systemClock.now(); now < until; now = systemClock.now()) {
        const start = systemClock.micros();
        const approved = await terminal.pay();
        if (now < from) continue;
        if (approved) latencies.push((systemClock.micros() - start) / 1000);
        else declined += 1;
      }
      terminal.close();
    }),
  );
  latencies.sort((one, other) => one - other);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return {
    payments: latencies.length,
    seconds: options.measureMs / 1000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    declined,
  };
}

class LoadTerminal {
  readonly #terminal: DemoTerminal;
  readonly #card: DemoCard;
  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  #waiting: ((body: Uint8Array) => void) | undefined;
  #pinBlock = new Uint8Array(8);
  #macKey: BlockCipher | undefined;
  #batch = '000001';
  #trace = 0;

  constructor(terminal: DemoTerminal, card: DemoCard, port: number) {
    this.#terminal = terminal;
    this.#card = card;
    this.#socket = connect({ host: '127.0.0.1', port, noDelay: true });
    this.#socket.on('data', (chunk: Uint8Array) => {
      for (const body of this.#reader.push(chunk)) this.#waiting?.(body);
    });
    this.#socket.on('close', () => this.#waiting?.(new Uint8Array(0)));
  }

  async signOn(): Promise<void> {
    const request = this.#message('0800')
      .set(60, `00${this.#batch}003`)
      .set(63, new TextEncoder().encode('01 '));
    const { envelope } = parseBody(await this.#exchange(packBody(enveloped(request))));
    assert(envelope?.message.text(39) === '00', 'the sign-on is approved');
    const keys = parseF62WorkingKeys(envelope.message.bytes(62) ?? new Uint8Array(0));
    assert(keys, 'the sign-on brings keys');
    const tmk = createTdes(clearTmk(this.#terminal));
    this.#macKey = createTdes(decrypt(tmk, keys.macKey.keyUnderTmk));
    const pinKey = createTdes(decrypt(tmk, keys.pinKey.keyUnderTmk));
    const clear = encodePinBlockFormat0(pinFromText(this.#card.pin), this.#card.pan);
    pinKey.encryptBlock(clear, 0, this.#pinBlock, 0);
    this.#batch = envelope.message.text(60)?.slice(2, 8) ?? this.#batch;
  }

  async pay(): Promise<boolean> {
    const mac = this.#macKey;
    assert(mac, 'signed on');
    const card = this.#card;
    const request = this.#message('0200')
      .set(2, card.pan)
      .set(3, '000000')
      .set(4, '000000000100')
      .set(14, card.expiry)
      .set(22, '051')
      .set(23, card.sequence)
      .set(25, '00')
      .set(26, '12')
      .set(49, '156')
      .set(52, this.#pinBlock)
      .set(53, '2600000000000000')
      .set(60, `22${this.#batch}000600`);
    const body = await packMaced(enveloped(request), async (input) => unionPayEcbMac(mac, input));
    const answer = parseBody(await this.#exchange(body));
    const { envelope, macInput } = answer;
    if (!envelope || !macInput) return false;
    const expected = unionPayEcbMac(mac, macInput);
    const got = envelope.message.bytes(64);
    return (
      envelope.message.text(39) === '00' &&
      got !== undefined &&
      expected.every((byte, at) => byte === got[at])
    );
  }

  close(): void {
    this.#socket.destroy();
  }

  #message(mti: string): Message {
    this.#trace = (this.#trace % 999_999) + 1;
    return new Message(mti)
      .set(11, String(this.#trace).padStart(6, '0'))
      .set(41, this.#terminal.terminalId)
      .set(42, this.#terminal.merchantId);
  }

  #exchange(body: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#socket.write(frame(body));
    });
  }
}

function enveloped(message: Message): Envelope {
  return {
    tpdu: { id: '60', destination: '0012', source: '0000' },
    header: {
      applicationClass: '61',
      softwareVersion: '31',
      terminalStatus: '0',
      centreRequest: '0',
      subVersion: '311000',
    },
    message,
  };
}

function decrypt(key: BlockCipher, bytes: Uint8Array): Uint8Array {
  const clear = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 8) key.decryptBlock(bytes, at, clear, at);
  return clear;
}
