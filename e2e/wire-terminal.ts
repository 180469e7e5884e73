// A small terminal of the stories' own: it signs on, pays, reverses, and believes an answer only with its MAC
// (protocol sections 3 to 7). One request at a time on a connection, as terminals in the field do it.

import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import type { TerminalIdentity, WireCard } from './demo-world.fixture.js';
import { type Fields, packMessage, unpackMessage } from './wire-message.js';
import { checkValue, decryptTdes, macOf, pinBlock } from './wire-security.js';

/** TPDU and header in front of every message. */
const FRONT = Buffer.from('6000120000613100311000', 'hex');
const ANSWER_LIMIT_MS = 30_000;
/** Fields that come back as they were sent (section 9). */
const ECHOED = [3, 4, 11, 25, 41, 42, 49];
const KEPT_IN_REVERSAL = [2, 3, 4, 11, 14, 22, 23, 25, 41, 42, 49, 60];

/** The connection ended without an answer: the terminal cannot know what became of its request. */
export class NoAnswer extends Error {}

/** One connection to the host: TCP unless another socket is given. */
export class WireLink {
  readonly #socket: Socket;
  #read: Buffer = Buffer.alloc(0);
  #settle: ((answer: Buffer | NoAnswer) => void) | undefined;
  #over = false;

  constructor(port: number, socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true })) {
    this.#socket = socket;
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    // The close event that follows says all.
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.#over = true;
      this.#settle?.(new NoAnswer('the connection was closed'));
    });
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** Sends bytes as they are and gives the next frame's body. */
  exchangeBytes(bytes: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#settle?.(new NoAnswer(`no answer in ${ANSWER_LIMIT_MS} ms`)),
        ANSWER_LIMIT_MS,
      );
      this.#settle = (answer) => {
        this.#settle = undefined;
        clearTimeout(timer);
        if (answer instanceof NoAnswer) reject(answer);
        else resolve(answer);
      };
      if (this.#over) this.#settle(new NoAnswer('the connection is closed'));
      else this.#socket.write(bytes);
    });
  }

  /** A message behind length, TPDU and header; the answer's message. */
  async exchange(message: Buffer): Promise<Buffer> {
    const body = await this.exchangeBytes(framed(Buffer.concat([FRONT, message])));
    return body.subarray(FRONT.length);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#read = Buffer.concat([this.#read, chunk]);
    if (this.#read.length < 2) return;
    const end = 2 + this.#read.readUInt16BE(0);
    if (this.#read.length < end) return;
    const body = this.#read.subarray(2, end);
    this.#read = this.#read.subarray(end);
    this.#settle?.(body);
  }
}

/** A body behind its two length bytes. */
export function framed(body: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([length, body]);
}

export interface Answer {
  readonly code: string;
  /** Field 37. */
  readonly rrn: string;
  readonly fields: Fields;
  readonly macFits: boolean;
  readonly bytes: Buffer;
}

export interface WorkingKeys {
  readonly pin: Buffer;
  readonly mac: Buffer;
  readonly track: Buffer | undefined;
}

export interface PurchaseOptions {
  readonly pin?: string;
  /** Digits 1 and 2 of field 22; contactless chip unless told. */
  readonly reading?: string;
}

export interface SendOptions {
  /** Another connection than the terminal's own. */
  readonly link?: WireLink;
  /** Bends the message after its MAC was made. */
  readonly bend?: (message: Buffer) => Buffer;
}

export class WireTerminal {
  readonly identity: TerminalIdentity;
  keys: WorkingKeys | undefined;
  batch = '000001';
  port: number;
  #trace = 0;
  #link: WireLink | undefined;
  #isGiven = false;

  constructor(identity: TerminalIdentity, port: number) {
    this.identity = identity;
    this.port = port;
  }

  /** A terminal that is signed on; fails when the host refuses. */
  static async signedOn(identity: TerminalIdentity, port: number): Promise<WireTerminal> {
    const terminal = new WireTerminal(identity, port);
    assert.equal((await terminal.signOn()).code, '00', `${identity.terminalId} signs on`);
    return terminal;
  }

  nextTrace(): string {
    this.#trace = (this.#trace % 999_999) + 1;
    return String(this.#trace).padStart(6, '0');
  }

  /** The host came back on another port; traces and keys go on. */
  moveTo(port: number): void {
    this.close();
    this.port = port;
  }

  /** From now on over this connection. */
  over(link: WireLink): void {
    this.close();
    this.#link = link;
    this.#isGiven = true;
  }

  close(): void {
    this.#link?.close();
    this.#link = undefined;
  }

  /** `network` is 60.3: 003, 004 with a track key, 001 single length. Loads the keys it is given. */
  async signOn(network = '003'): Promise<Answer> {
    const answer = await this.manage('0800', network, { 11: this.nextTrace(), 63: '303120' });
    if (answer.code !== '00') return answer;
    const handed = Buffer.from(answer.fields[62] ?? '', 'hex');
    const keys: Buffer[] = [];
    for (let at = 0; at < handed.length; at += 20) {
      const key = decryptTdes(Buffer.from(this.identity.tmk.value, 'hex'), handed.subarray(at, at + 16));
      assert.deepEqual(checkValue(key), handed.subarray(at + 16, at + 20), 'the check value fits its key');
      keys.push(key);
    }
    const [pin, mac, track] = keys;
    assert.ok(pin && mac, 'a sign-on brings a PIN key and a MAC key');
    this.keys = { pin, mac, track };
    this.batch = answer.fields[60]?.slice(2, 8) ?? this.batch;
    return answer;
  }

  /** A message without a MAC: sign-on, sign-off (002), echo (301). */
  async manage(mti: string, network: string, fields: Fields): Promise<Answer> {
    const { terminalId, merchantId } = this.identity;
    const message = packMessage(mti, {
      ...fields,
      41: terminalId,
      42: merchantId,
      60: `00${this.batch}${network}`,
    });
    return answerOf(await this.#connected().exchange(message), undefined);
  }

  /** The fields of a purchase under the next trace. */
  purchase(card: WireCard, amountMinor: number, { pin, reading = '07' }: PurchaseOptions = {}): Fields {
    const { terminalId, merchantId } = this.identity;
    return {
      2: card.pan,
      3: '000000',
      4: String(amountMinor).padStart(12, '0'),
      11: this.nextTrace(),
      14: card.expiry,
      22: `${reading}${pin === undefined ? '2' : '1'}`,
      23: card.sequence,
      25: '00',
      41: terminalId,
      42: merchantId,
      49: '156',
      60: `22${this.batch}000600`,
      ...(pin === undefined
        ? { 53: '0000000000000000' }
        : { 26: '12', 52: pinBlock(this.#key('pin'), pin, card.pan), 53: '2600000000000000' }),
    };
  }

  /** The fields of a balance inquiry with the card's own PIN. */
  balanceInquiry(card: WireCard): Fields {
    const { 4: _amount, ...rest } = this.purchase(card, 0, { pin: card.pin, reading: '05' });
    return { ...rest, 3: '310000', 60: `01${this.batch}000600` };
  }

  reversalOf(original: Fields, reason = '98'): Fields {
    const kept = KEPT_IN_REVERSAL.flatMap((number) =>
      original[number] === undefined ? [] : [[number, original[number]] as const],
    );
    return { ...Object.fromEntries(kept), 39: reason, 61: `${this.batch}${original[11]}` };
  }

  /** Sends a message with its MAC, and checks what comes back as a terminal does. */
  async request(mti: string, fields: Fields, options: SendOptions = {}): Promise<Answer> {
    const key = this.#key('mac');
    const data = packMessage(mti, { ...fields, 64: '0000000000000000' }).subarray(0, -8);
    const message = Buffer.concat([data, macOf(key, data)]);
    const bytes = await (options.link ?? this.#connected()).exchange(options.bend?.(message) ?? message);
    const answer = answerOf(bytes, key);
    if (options.bend) return answer;
    const mtiOfAnswer = `${mti.slice(0, 2)}${Number(mti[2]) + 1}${mti[3]}`;
    assert.equal(bytes.toString('hex', 0, 2), mtiOfAnswer);
    for (const number of ECHOED) {
      assert.equal(answer.fields[number], fields[number], `field ${number} is echoed`);
    }
    return answer;
  }

  async pay(card: WireCard, amountMinor: number, options: PurchaseOptions = {}): Promise<Answer> {
    return this.request('0200', this.purchase(card, amountMinor, options));
  }

  /** What the cardholder may still spend. */
  async balanceMinor(card: WireCard): Promise<number> {
    const { code, fields } = await this.request('0200', this.balanceInquiry(card));
    assert.equal(code, '00', 'the balance is answered');
    assert.equal(fields[54]?.[7], 'C');
    return Number(fields[54]?.slice(8));
  }

  #connected(): WireLink {
    // A connection that was given is not replaced by one of another kind.
    if (this.#link === undefined || (this.#link.isOver && !this.#isGiven))
      this.#link = new WireLink(this.port);
    return this.#link;
  }

  #key(name: 'pin' | 'mac'): Buffer {
    assert.ok(this.keys, 'the terminal is signed on');
    return this.keys[name];
  }
}

/** The answer has this code, the right MAC and an RRN. */
export function expectCode(code: string, answer: Answer): Answer {
  assert.equal(answer.code, code);
  assert.ok(answer.macFits, "the answer's MAC is right");
  assert.match(answer.rrn, /^[0-9]{12}$/);
  return answer;
}

function answerOf(bytes: Buffer, macKey: Buffer | undefined): Answer {
  const { fields } = unpackMessage(bytes);
  const mac = macKey && macOf(macKey, bytes.subarray(0, -8)).toString('hex').toUpperCase();
  return {
    code: fields[39] ?? '',
    rrn: fields[37] ?? '',
    fields,
    macFits: mac !== undefined && fields[64] === mac,
    bytes,
  };
}
