// The line to one bank. An answer belongs to the question with its RRN and message class; one that comes after its
// time limit, or for nobody, is counted and told in the log, and changes nothing: the question was given up, and its
// reversal is on the way.

import type { Message } from '@tillgate/iso8583';
import { answerMti } from '@tillgate/pos-protocol';
import type { Clock } from '../kernel/clock.js';
import { readBankMessage } from './bank-dialect.js';

/** One open connection, whatever carries it. */
export interface Line {
  /** False when it is closed: nothing was sent. */
  send(body: Uint8Array): boolean;
  close(): void;
}

export interface LineEvents {
  onBody(body: Uint8Array): void;
  onClose(): void;
}

/** Rejects when nobody listens there. */
export type OpenLine = (events: LineEvents) => Promise<Line>;

export type Asked = Message | 'unreachable' | 'no-answer';

export interface BankLink {
  /** `body` under the name of its question; resolves within the limit, and never rejects. */
  ask(question: { readonly mti: string; readonly rrn: string }, body: Uint8Array): Promise<Asked>;
  readonly limitMs: number;
  readonly counters: { asked: number; late: number };
  close(): void;
}

export interface BankLinkOptions {
  readonly name: string;
  readonly openLine: OpenLine;
  readonly limitMs: number;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** After a failed connection others are not tried at once. */
const PAUSE_AFTER_FAILURE_MS = 250;

export function createBankLink(options: BankLinkOptions): BankLink {
  return new Link(options);
}

class Link implements BankLink {
  readonly counters = { asked: 0, late: 0 };
  readonly limitMs: number;
  readonly #options: BankLinkOptions;
  readonly #waiting = new Map<string, (answer: Asked) => void>();
  #line: Promise<Line | undefined> | undefined;
  /** Not by the time of day: that may be put right meanwhile. */
  #failedAtMicros = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(options: BankLinkOptions) {
    this.#options = options;
    this.limitMs = options.limitMs;
  }

  async ask(question: { readonly mti: string; readonly rrn: string }, body: Uint8Array): Promise<Asked> {
    const line = await this.#open();
    if (!line) return 'unreachable';
    const { clock } = this.#options;
    const name = `${answerMti(`${question.mti.slice(0, 3)}0`)}|${question.rrn}`;
    this.counters.asked += 1;
    return new Promise<Asked>((resolve) => {
      const end = (answer: Asked): void => {
        this.#waiting.delete(name);
        cancel();
        resolve(answer);
      };
      const cancel = clock.after(this.limitMs, () => end('no-answer'));
      this.#waiting.set(name, end);
      if (!line.send(body)) end('unreachable');
    });
  }

  close(): void {
    this.#closed = true;
    void this.#line?.then((line) => line?.close());
  }

  #open(): Promise<Line | undefined> {
    const { clock, openLine, log, name } = this.#options;
    const isSoon = clock.micros() - this.#failedAtMicros < PAUSE_AFTER_FAILURE_MS * 1000;
    if (this.#closed || isSoon) return Promise.resolve(undefined);
    this.#line ??= openLine({
      onBody: (body) => this.#answered(body),
      onClose: () => {
        this.#line = undefined;
        // They may have arrived: nobody knows, and waiting longer would not tell.
        for (const end of [...this.#waiting.values()]) end('no-answer');
      },
    }).catch((error: Error) => {
      log(`no line to ${name}: ${error.message}`);
      this.#line = undefined;
      this.#failedAtMicros = clock.micros();
      return undefined;
    });
    return this.#line;
  }

  #answered(body: Uint8Array): void {
    const message = readBankMessage(body);
    const end = message && this.#waiting.get(`${message.mti}|${message.text(37)}`);
    if (message && end) {
      end(message);
      return;
    }
    this.counters.late += 1;
    const { log, name } = this.#options;
    log(`${name} answered ${message ? `${message.mti} ${message.text(37)}` : 'what is no message'} too late`);
  }
}
