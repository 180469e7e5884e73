// The line to a bank. Goal: every question ends with its own answer, with silence or unsent, and never with another's.
// Method: a line and a clock that the test moves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../kernel/clock.js';
import { Pan } from '../kernel/sensitive.js';
import { readBankMessage, readQuestion, readReply, writeQuestion, writeReply } from './bank-dialect.js';
import { type BankLink, createBankLink, type LineEvents } from './bank-link.js';
import type { BankQuestion } from './bank-question.js';

const LIMIT_MS = 1000;

function question(rrn: string): BankQuestion {
  return {
    ...{ mti: '0200', processingCode: '000000', condition: '00', type: '22', rrn },
    ...{
      terminalId: '10000001',
      batch: '000001',
      trace: '000007',
      merchantId: '999290054110001',
      mcc: '5411',
    },
    ...{
      localDate: '20261122',
      localTime: '120001',
      at: Date.UTC(2026, 10, 22),
      pan: Pan.parse('6299990001000032'),
      amountMinor: 1234,
    },
    ...{ tipMinor: undefined, entryMode: '051', noPinLimitMinor: 100_000, verifiedOnDevice: false },
    ...{ original: { terminalId: '10000002', batch: '000003', trace: '000004' }, resumes: undefined },
    ...{ pinBlock: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), chipData: Uint8Array.of(0x9f, 0x36, 2, 0, 1) },
  };
}

class FakeLine {
  readonly sent: Uint8Array[] = [];
  readonly logged: string[] = [];
  events: LineEvents | undefined;
  refuses = false;
  isClosed = false;
  now = 0;
  /** How far the time of day is off. */
  offMs = 0;
  readonly link: BankLink;
  #timers: Array<{ at: number; run: () => void }> = [];

  constructor() {
    const clock: Clock = {
      now: () => this.now + this.offMs,
      micros: () => this.now * 1000,
      after: (ms, run) => {
        const timer = { at: this.now + ms, run };
        this.#timers.push(timer);
        return () => {
          this.#timers = this.#timers.filter((one) => one !== timer);
        };
      },
    };
    this.link = createBankLink({
      ...{ name: 'bank', limitMs: LIMIT_MS, clock, log: (line) => void this.logged.push(line) },
      openLine: async (events) => {
        if (this.refuses) throw new Error('refused');
        this.events = events;
        return {
          send: (body) => {
            if (!this.isClosed) this.sent.push(body);
            return !this.isClosed;
          },
          close: () => undefined,
        };
      },
    });
  }

  ask(rrn: string): ReturnType<BankLink['ask']> {
    return this.link.ask({ mti: '0200', rrn }, writeQuestion('29990000', question(rrn)));
  }

  /** The bank answers the question with this RRN, whenever it was sent. */
  answer(rrn: string): void {
    const sent = this.sent.map((body) => readBankMessage(body)!).find((message) => message.text(37) === rrn)!;
    const reply = { answerCode: '00', reason: 'approved', figures: { left: 1 }, authCode: '123456' } as const;
    this.events?.onBody(writeReply(sent, reply));
  }

  pass(ms: number): void {
    this.now += ms;
    for (const timer of this.#timers.filter(({ at }) => at <= this.now)) timer.run();
  }
}

const soon = (): Promise<void> => new Promise((wake) => setImmediate(wake));

test('answers find their questions in any order', async () => {
  const line = new FakeLine();
  const asked = ['632600000001', '632600000002', '632600000003'].map((rrn) => line.ask(rrn));
  await soon();
  for (const rrn of ['632600000003', '632600000001', '632600000002']) line.answer(rrn);
  const answers = await Promise.all(asked);
  assert.deepEqual(
    answers.map((one) => (typeof one === 'string' ? one : one.text(37))),
    ['632600000001', '632600000002', '632600000003'],
  );
});

test('an answer after the limit is for nobody, and is told', async () => {
  const line = new FakeLine();
  const asked = line.ask('632600000001');
  await soon();
  line.pass(LIMIT_MS);
  assert.equal(await asked, 'no-answer');
  line.answer('632600000001');
  assert.equal(line.link.counters.late, 1);
  assert.match(line.logged.join(), /0210 632600000001 too late/);
});

test('a line that breaks leaves its questions without an answer; one that was closed sends nothing', async () => {
  const line = new FakeLine();
  const asked = line.ask('632600000001');
  await soon();
  line.isClosed = true;
  assert.equal(await line.ask('632600000002'), 'unreachable');
  line.events?.onClose();
  assert.equal(await asked, 'no-answer');
});

test('where nobody listens nothing is sent, and the next try waits a little', async () => {
  const line = new FakeLine();
  line.refuses = true;
  assert.equal(await line.ask('632600000001'), 'unreachable');
  line.refuses = false;
  assert.equal(await line.ask('632600000002'), 'unreachable', 'too soon after the failure');
  line.pass(300);
  const asked = line.ask('632600000003');
  await soon();
  line.answer('632600000003');
  assert.notEqual(typeof (await asked), 'string');
});

test('a clock that is put back an hour makes the next try wait no longer', async () => {
  const line = new FakeLine();
  line.refuses = true;
  assert.equal(await line.ask('632600000001'), 'unreachable');
  line.refuses = false;
  line.offMs = -3_600_000;
  line.pass(300);
  const asked = line.ask('632600000002');
  await soon();
  line.answer('632600000002');
  assert.notEqual(typeof (await asked), 'string');
});

test('bytes that are no message are counted and change nothing', async () => {
  const line = new FakeLine();
  const asked = line.ask('632600000001');
  await soon();
  line.events?.onBody(Uint8Array.of(1, 2, 3));
  assert.equal(line.link.counters.late, 1);
  line.answer('632600000001');
  assert.notEqual(typeof (await asked), 'string');
});

test('a question comes out of its bytes as it went in', () => {
  const sent = question('632600000001');
  const message = readBankMessage(writeQuestion('29990000', sent));
  assert.ok(message);
  const { pan, at: _at, ...read } = readQuestion(message)!;
  const { pan: sentPan, at: _sentAt, ...told } = sent;
  assert.deepEqual(read, told);
  assert.equal(pan?.reveal(), sentPan?.reveal());
});

test("a reason that is not one of the answer's code is not believed, nor are figures that are none", () => {
  const message = readBankMessage(writeQuestion('29990000', question('632600000001')))!;
  const said = (answerCode: string, reason: 'pin.wrong' | 'approved') =>
    readReply(
      readBankMessage(
        writeReply(message, { answerCode, reason, figures: { triesLeft: 1 }, authCode: undefined }),
      )!,
    );
  assert.deepEqual(
    [said('55', 'pin.wrong').reason, said('55', 'pin.wrong').figures],
    ['pin.wrong', { triesLeft: 1 }],
  );
  assert.deepEqual(
    [said('51', 'pin.wrong').reason, said('51', 'pin.wrong').figures.bankCode],
    ['issuer.declined', '51'],
  );
  assert.equal(said('05', 'approved').approved, false);
});
