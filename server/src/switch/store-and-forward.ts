// Tells banks behind links what has happened, until they say that they know. Of each card the oldest forward goes
// first and alone; other cards do not wait for it. A bank that is away is tried again with growing pauses, one that
// says no is asked a few times more and then people are (`parked`). Two hosts may tell the same: the bank knows a
// repetition, and so do the books.

import type { Clock } from '../kernel/clock.js';
import type { ForwardRow, StoredForward } from '../store/index.js';
import type { BankAnswer, BankQuestion } from './bank-question.js';
import { forwardQuestion } from './forward-question.js';

export interface ForwardingPorts {
  /** The oldest waiting forward of each card whose time has come, at most so many. */
  due(issuerId: string, now: number, most: number): Promise<readonly StoredForward[]>;
  openPan(sealed: string): Promise<string>;
  ask(issuerId: string, question: BankQuestion): Promise<BankAnswer>;
  /** Keeps what came of a try; answers the forward as it is then. */
  ended(rrn: string, tried: Tried): Promise<ForwardRow | undefined>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

export interface Tried {
  readonly at: number;
  readonly outcome: 'confirmed' | 'refused' | 'unreachable' | 'no-answer';
  readonly code: string | undefined;
}

export interface Forwarding {
  stop(): Promise<void>;
}

const ROUND_MS = 500;
const AT_A_TIME = 32;
/** Answers after which a bank knows: done, nothing to undo, done before, never came. */
const KNOWN = new Set(['00', '11', '12', '25', '94', 'A2', 'A4', 'A5', 'A6']);

export function startForwarding(ports: ForwardingPorts, issuerIds: readonly string[]): Forwarding {
  const lanes = issuerIds.map((issuerId) => new Lane(ports, issuerId));
  return { stop: async () => void (await Promise.all(lanes.map((lane) => lane.stop()))) };
}

/** One bank's forwards. */
class Lane {
  readonly #ports: ForwardingPorts;
  readonly #issuerId: string;
  #cancel: () => void = () => undefined;
  #round: Promise<void> | undefined;
  #stopped = false;

  constructor(ports: ForwardingPorts, issuerId: string) {
    this.#ports = ports;
    this.#issuerId = issuerId;
    this.#arm(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#round;
  }

  #arm(ms: number): void {
    this.#cancel();
    if (this.#stopped) return;
    this.#cancel = this.#ports.clock.after(ms, () => {
      this.#round = this.#run()
        .catch((error: Error) => this.#ports.log(`forwards to ${this.#issuerId} wait: ${error.message}`))
        .finally(() => {
          this.#round = undefined;
          this.#arm(ROUND_MS);
        });
    });
  }

  /** Round after round while the bank takes them. */
  async #run(): Promise<void> {
    for (let more = true; more && !this.#stopped; ) {
      const due = await this.#ports.due(this.#issuerId, this.#ports.clock.now(), AT_A_TIME);
      const taken = await Promise.all(due.map((one) => this.#tell(one)));
      more = due.length > 0 && taken.every((outcome) => outcome === 'confirmed');
    }
  }

  async #tell(due: StoredForward): Promise<Tried['outcome']> {
    const { ports, rrn } = { ports: this.#ports, rrn: due.forward.rrn };
    const question = forwardQuestion(due, await ports.openPan(due.panSealed));
    const answer = await ports.ask(this.#issuerId, question);
    const tried = triedOf(answer, ports.clock.now());
    const after = await ports.ended(rrn, tried);
    if (after?.state === 'parked') {
      ports.log(`forward ${rrn} to ${this.#issuerId} is parked: refused with ${after.last_outcome}`);
    }
    return tried.outcome;
  }
}

function triedOf(answer: BankAnswer, at: number): Tried {
  if (answer.outcome !== 'answered') return { at, outcome: answer.outcome, code: undefined };
  const { answerCode: code } = answer;
  if (KNOWN.has(code)) return { at, outcome: 'confirmed', code };
  // The bank answers, but cannot work now: that is no refusal of this forward.
  return { at, outcome: code === '91' || code === '96' ? 'no-answer' : 'refused', code };
}
