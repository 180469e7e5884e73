// A terminal that can be made to make any mistake, against the host in memory with its security centre: it knows its
// keys in clear, packs by itself, and tells which cause the host named in the end.

import type { Message } from '@tillgate/iso8583';
import {
  type AesDukptUsage,
  aesDukptDerivationKey,
  aesDukptWorkingKey,
  createSm4,
  createTdes,
  decryptEcb,
  hexToBytes,
} from '@tillgate/payment-crypto';
import {
  centreRequests,
  type Envelope,
  formatKsn,
  type Profile,
  packBody,
  parseF62WorkingKeys,
} from '@tillgate/pos-protocol';
import { FRONT } from '../acquirer/front.fixture.js';
import { openTill } from '../acquirer/open-till.fixture.js';
import { TERMINAL_ID, type Till, TMK } from '../acquirer/till.fixture.js';
import { assert } from '../kernel/fault.js';
import { field64, formOf } from './field-64.fixture.js';
import type { NamedCause } from './named-cause.js';
import { createSecurityCentre, type SecurityCentre } from './security-centre.js';
import type { SeededRandom } from './seeded-random.fixture.js';

export interface HeldKeys {
  readonly pin: Uint8Array;
  readonly mac: Uint8Array;
  readonly track: Uint8Array | undefined;
  /** As field 62 carried them. */
  readonly macUnderTmk: Uint8Array;
  readonly pinUnderTmk: Uint8Array;
  /** Of a sign-on 001: single DES. */
  readonly isSingle: boolean;
}

/** What came of a message: the answer as the terminal has it, and the cause that the host named for its staff. */
export interface Heard {
  readonly code: string;
  readonly cause: string;
  readonly confidence: number;
  readonly answer: Uint8Array;
}

export const OTHER_TERMINAL = '10000009';
const MAC_BYTES = 8;
const MINUTE_MS = 60_000;

/** What stands where in a body that is not MACed yet. */
export interface Packed {
  readonly body: Uint8Array;
  readonly messageAt: number;
  readonly headerAt: number;
  readonly macAt: number;
}

export class MistakenTerminal {
  readonly till: Till;
  readonly profile: Profile;
  readonly random: SeededRandom;
  readonly tmk: Uint8Array = hexToBytes(TMK);
  /** Keys of another terminal of the merchant. */
  readonly others: { readonly pin: Uint8Array; readonly mac: Uint8Array };
  keys!: HeldKeys;
  counter = 0;
  /** Between one message and the next. */
  pauseMs: number = MINUTE_MS;
  readonly #named = new Map<string, NamedCause>();
  readonly #centre: SecurityCentre;

  private constructor(till: Till, profile: Profile, random: SeededRandom) {
    this.till = till;
    this.profile = profile;
    this.random = random;
    this.others = { pin: desKey(random), mac: desKey(random) };
    this.#centre = createSecurityCentre({
      hsm: till.hsm,
      clock: { now: () => till.now, after: soon },
      neighbours: async () =>
        [...till.books.terminals.values()].filter((row) => row.terminal_id !== TERMINAL_ID),
      keep: async (causes) => {
        for (const cause of causes) this.#named.set(cause.rrn, cause);
      },
      askToSignOn: async () => till.changeTerminal({ centre_request: centreRequests.signOn }),
      failed: (_rrn, error) => {
        throw error;
      },
    });
    till.security = this.#centre;
  }

  static async open(profile: Profile, random: SeededRandom): Promise<MistakenTerminal> {
    const till = await openTill(profile.keyScheme, {}, random);
    till.profile = profile;
    const terminal = new MistakenTerminal(till, profile, random);
    await terminal.#addOther();
    await terminal.signOn();
    return terminal;
  }

  /** Signs on, and sends a good payment under the new keys unless told not to. */
  async signOn(use = true): Promise<void> {
    if (this.profile.keyScheme === 'aes-dukpt') return;
    const codes =
      this.profile.keyScheme === 'sm4'
        ? ['005']
        : ['004', '004', ...(this.profile.singleLengthSignOn ? ['001'] : [])];
    const code = this.random.one(codes);
    const message = this.till.message('0800').set(60, `00000001${code}`);
    const sent = await this.till.sendBody(packBody({ ...FRONT, message }), null);
    const handed = parseF62WorkingKeys(sent.message.bytes(62)!, this.profile);
    assert(handed, `signed on: ${sent.code}`);
    const tmk = this.tmkCipher();
    const [pin, mac] = [handed.pinKey, handed.macKey].map((key) => decryptEcb(tmk, key.keyUnderTmk));
    const track = handed.trackKey && decryptEcb(tmk, handed.trackKey.keyUnderTmk);
    this.keys = {
      ...{ pin: pin!, mac: mac!, track, isSingle: code === '001' },
      ...{ macUnderTmk: handed.macKey.keyUnderTmk, pinUnderTmk: handed.pinKey.keyUnderTmk },
    };
    if (use) await this.payWell();
  }

  async payWell(keys: HeldKeys = this.keys): Promise<void> {
    const packed = this.packed(this.payment());
    const code = (
      await this.sent(packed, field64(this.macKey(keys), rightRange(packed), formOf(this.profile)))
    ).code;
    assert(!['A0', '99', 'A7', 'C1'].includes(code), `a good payment is taken: ${code}`);
  }

  tmkCipher(): ReturnType<typeof createTdes> | ReturnType<typeof createSm4> {
    return this.profile.keyScheme === 'sm4' ? createSm4(this.tmk) : createTdes(this.tmk);
  }

  /** The MAC key of the next message. */
  macKey(keys: HeldKeys = this.keys): Uint8Array {
    return this.profile.keyScheme === 'aes-dukpt' ? this.messageKey('mac-generate') : keys.mac;
  }

  messageKey(
    usage: AesDukptUsage,
    counter: number = this.counter,
    initialKey: Uint8Array = this.tmk,
  ): Uint8Array {
    const ksn = formatKsn(TERMINAL_ID, counter);
    return aesDukptWorkingKey(aesDukptDerivationKey(initialKey, ksn), ksn, usage, 'AES128');
  }

  /** A contactless purchase of some fen; with keys for each message, under its next counter. */
  payment(): Message {
    const { random } = this;
    const message = this.till.purchase(1 + random.below(99));
    if (random.below(2) === 0) message.set(63, Uint8Array.of(0x30, 0x31, 0x20));
    if (this.profile.keyScheme === 'aes-dukpt') message.set(62, formatKsn(TERMINAL_ID, this.nextCounter()));
    return message;
  }

  nextCounter(): number {
    this.counter += 1;
    while (this.counter.toString(2).replaceAll('0', '').length > 16) this.counter += 1;
    return this.counter;
  }

  packed(message: Message): Packed {
    const front = this.#front();
    const body = packBody(
      { ...front, message: message.clone().set(64, new Uint8Array(MAC_BYTES)) },
      this.profile,
    );
    const headerAt = front.tpdu ? 5 : 0;
    return { body, headerAt, messageAt: headerAt + (front.header ? 6 : 0), macAt: body.length - MAC_BYTES };
  }

  /** With this field 64; the answer code, and the cause that was named. */
  async sent({ body, macAt }: Packed, mac: Uint8Array): Promise<Heard> {
    const bytes = body.slice();
    bytes.set(mac, macAt);
    const reply = await this.till.answer(bytes);
    assert('outcome' in reply, 'answered');
    await this.#centre.idle();
    this.till.now += this.pauseMs;
    const { rrn, reason, answerCode } = reply.outcome;
    const named = this.#named.get(rrn);
    const { cause, confidence } = named ?? { cause: reason, confidence: 1 };
    return { code: answerCode, cause, confidence, answer: reply.body };
  }

  #front(): Pick<Envelope, 'tpdu' | 'header'> {
    const { tpdu, header } = this.profile;
    return {
      tpdu: tpdu === 'absent' ? undefined : FRONT.tpdu,
      header: header === 'absent' ? undefined : FRONT.header,
    };
  }

  async #addOther(): Promise<void> {
    const { till, profile, others } = this;
    const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex').toUpperCase();
    const isOwn = profile.keyScheme === 'aes-dukpt';
    const isSm4 = profile.keyScheme === 'sm4';
    const key = async (block: Promise<string>) => ({ block: await block, kcv: 'AAAAAA' });
    const keys = isOwn
      ? null
      : {
          pinKey: await key(till.formKey(hex(others.pin), isSm4 ? 'terminal-pin-sm4' : 'terminal-pin')),
          macKey: await key(till.formKey(hex(others.mac), `terminal-mac:${profile.macAlgorithm}`)),
          ...{ trackKey: null, date: '20261122', operator: '01', createdAt: till.now },
        };
    const own = isOwn ? await till.formKey(hex(others.mac), 'dukpt-initial') : till.terminal.tmk;
    const row = { ...till.terminal, terminal_id: OTHER_TERMINAL, tmk: own, current_keys: keys };
    till.books.terminals.set(OTHER_TERMINAL, row);
  }
}

function soon(_ms: number, go: () => void): () => void {
  queueMicrotask(go);
  return () => undefined;
}

export function rightRange({ body, messageAt, macAt }: Packed): Uint8Array {
  return body.slice(messageAt, macAt);
}

/** Sixteen bytes of odd parity, as TDES keys have them. */
export function desKey(random: SeededRandom): Uint8Array {
  return random.bytes(16).map((byte) => {
    const ones = (byte & 0xfe).toString(2).replaceAll('0', '').length;
    return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0);
  });
}
