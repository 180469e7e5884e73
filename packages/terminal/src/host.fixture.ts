// A host for this package's tests: signs terminals on, approves purchases, keeps books, and misbehaves on
// demand. Written from the protocol, apart from the terminal's own code: it shares the dialect only.

import { Message } from '@tillgate/iso8583';
import { createTdes, encryptEcb, kcvOfZeros, unionPayEcbMac } from '@tillgate/payment-crypto';
import {
  answerTpdu,
  FrameReader,
  formatF62WorkingKeys,
  frame,
  kindOf,
  type MessageKind,
  messageKinds,
  packBody,
  packMaced,
  parseBody,
} from '@tillgate/pos-protocol';
import {
  type Booking,
  comparedTotals,
  downloadAnswer,
  parametersAnswer,
  totalsOfBooks,
  uploadKey,
} from './host-batch.fixture.js';
import { type Link, LinkFault } from './ports.js';

export const tmk: Uint8Array = Uint8Array.from([
  0x7a, 0xa1, 0xcb, 0x32, 0x7c, 0x6b, 0x97, 0x16, 0x51, 0xb9, 0x08, 0x3d, 0x26, 0x70, 0xd6, 0x76,
]);

/** What goes wrong with one message. `lose-request`: sent, never arrived. `lose-answer`: it did its work. */
export type Fault =
  | 'refuse-connection'
  | 'lose-request'
  | 'lose-answer'
  | 'wrong-mac'
  | 'no-mac'
  | 'garbage'
  | 'other-trace';

/** How the host answers one message, instead of as it would. */
export interface Reaction {
  readonly fault?: Fault;
  readonly code?: string;
  readonly fields?: Readonly<Record<number, string | Uint8Array>>;
  readonly centreRequest?: string;
}

export class HostFixture implements Link {
  /** Every request that arrived. */
  readonly requests: Message[] = [];
  /** Trace -> what the holder was charged. A reversal that came first leaves a booking of nothing. */
  readonly books: Map<string, Booking> = new Map();
  /** One for each message to come; empty means that all goes well. */
  reactions: Reaction[] = [];
  /** Traces of the changes of PIN, as often as they came. */
  readonly pinChanges: string[] = [];
  signedOn = false;
  /** What settlements and batch uploads brought, each once, in the order of arrival. */
  readonly uploads: Set<string> = new Set();
  /** Date and time of answers: F13, F12. */
  mmdd = '1122';
  hhmmss = '093015';
  #generation = 0;

  /** Working key number 1 to 3 of the sign-on in force. */
  key(number: number): Uint8Array {
    return Uint8Array.from({ length: 16 }, (_, at) => (number * 32 + at * 2 + this.#generation * 16) & 0xfe);
  }

  async exchange(
    sent: Uint8Array,
    _timeoutMs: number,
    onStage: (stage: 'sending' | 'waiting') => void,
  ): Promise<Uint8Array> {
    const reaction = this.reactions.shift() ?? {};
    if (reaction.fault === 'refuse-connection') throw new LinkFault('not-sent', 'refused');
    onStage('sending');
    onStage('waiting');
    if (reaction.fault === 'lose-request') throw new LinkFault('no-answer', 'time over');
    const [body] = new FrameReader().push(sent);
    const answer = await this.#answer(body!, reaction);
    if (reaction.fault === 'lose-answer') throw new LinkFault('no-answer', 'time over');
    return reaction.fault === 'garbage' ? frame(answer.fill(0xee, 20)) : frame(answer);
  }

  async #answer(body: Uint8Array, reaction: Reaction): Promise<Uint8Array> {
    const { envelope, problems, macInput } = parseBody(body);
    if (envelope === undefined || problems.length > 0) throw new Error('the terminal sent a bad message');
    const { message: request } = envelope;
    this.requests.push(request);
    const kind = kindOf(request)!;
    const { carriesMac, answer: mti } = messageKinds[kind];
    const answer = new Message(mti).set(12, this.hhmmss).set(13, this.mmdd);
    for (const field of [2, 3, 4, 11, 14, 25, 41, 42, 48, 49, 60]) {
      const value = request.text(field);
      if (value !== undefined) answer.set(field, value);
    }
    const macIsRight = !carriesMac || this.#hasRightMac(request, macInput);
    // What is booked is not declined when it is sent again, whatever the test has in mind: no host does that.
    const booking = this.books.get(request.text(11) ?? '');
    const booked = booking?.kind === kind && !booking.reversed;
    const told = booked ? undefined : reaction.code;
    answer.set(39, macIsRight ? (told ?? this.#decide(kind, request, answer)) : 'A0');
    answer.set(37, `6326${request.text(11) ?? '000000'}00`);
    for (const [field, value] of Object.entries(reaction.fields ?? {})) answer.set(Number(field), value);
    if (reaction.fault === 'other-trace') answer.set(11, '999999');
    const centreRequest = reaction.centreRequest ?? '0';
    const header = envelope.header && { ...envelope.header, centreRequest };
    const reply = { tpdu: answerTpdu(envelope.tpdu), header, message: answer };
    if (!carriesMac || !macIsRight || reaction.fault === 'no-mac') return packBody(reply);
    const packed = await packMaced(reply, async (input) => this.#mac(input));
    if (reaction.fault === 'wrong-mac') packed[packed.length - 1] = packed[packed.length - 1]! ^ 1;
    return packed;
  }

  #hasRightMac(request: Message, macInput: Uint8Array | undefined): boolean {
    if (macInput === undefined || !this.signedOn) return false;
    return String(request.bytes(64)) === String(this.#mac(macInput));
  }

  #mac(input: Uint8Array): Uint8Array {
    return unionPayEcbMac(createTdes(this.key(2)), input);
  }

  #decide(kind: MessageKind, request: Message, answer: Message): string {
    const trace = request.text(11) ?? '';
    switch (kind) {
      case 'sign-on':
        answer.set(62, this.#newKeys(request.text(60)!.endsWith('004')));
        return '00';
      case 'sign-off':
        this.signedOn = false;
        return '00';
      case 'pin-change':
        this.pinChanges.push(trace);
        return '00';
      case 'balance':
        answer.set(54, '1002156C000001000000');
        return '00';
      case 'reversal': {
        const booking = this.books.get(trace);
        if (booking === undefined) this.books.set(trace, { kind, amountMinor: 0, reversed: true });
        else booking.reversed = true;
        return booking === undefined ? '25' : '00';
      }
      case 'settlement':
        this.uploads.add(`0500 ${request.text(48)}`);
        answer.set(48, comparedTotals(request, totalsOfBooks(this.books)));
        return '00';
      case 'batch-upload':
        this.uploads.add(uploadKey(request));
        answer.delete(48);
        return '00';
      case 'parameter-download':
        answer.set(62, parametersAnswer());
        return '00';
      default:
        return messageKinds[kind].carriesMac
          ? this.#book(kind, request, answer)
          : this.#list(kind, request, answer);
    }
  }

  #list(kind: MessageKind, request: Message, answer: Message): string {
    const part = downloadAnswer(kind, request);
    if (part !== undefined) answer.set(62, part);
    return '00';
  }

  /** The same message again gets the same answer and has no second effect. */
  #book(kind: MessageKind, request: Message, answer: Message): string {
    const trace = request.text(11) ?? '';
    if (kind === 'script-result' || kind === 'signature') return '00';
    // A reversal that overtook its original: the original must not be approved any more.
    if (this.books.get(trace)?.reversed === true) return '12';
    const amountMinor = Number(request.text(4));
    if (kind === 'adjustment' || kind === 'tip')
      this.books.get(request.text(61)!.slice(6, 12))!.amountMinor = amountMinor;
    this.books.set(trace, { kind, amountMinor, reversed: false });
    answer.set(38, request.text(38) ?? 'A1B2C3').set(44, '62999900   29990000   ');
    return '00';
  }

  #newKeys(withTrackKey: boolean): Uint8Array {
    this.#generation += 1;
    this.signedOn = true;
    const transport = (number: number) => ({
      keyUnderTmk: encryptEcb(createTdes(tmk), this.key(number)),
      kcvBytes: kcvOfZeros(createTdes(this.key(number)), 4),
    });
    const keys = { pinKey: transport(1), macKey: transport(2) };
    return formatF62WorkingKeys(withTrackKey ? { ...keys, trackKey: transport(3) } : keys);
  }

  /** What holders were charged and did not get back, by trace. */
  get charged(): Record<string, number> {
    const standing = [...this.books].filter(([, { reversed }]) => !reversed);
    return Object.fromEntries(standing.map(([trace, { amountMinor }]) => [trace, amountMinor]));
  }
}
