// Names the cause of a wrong MAC or a PIN block that does not decode, after the answer has left: bounded in number, in
// time and for each terminal and card. What it finds is for signed-in staff; the terminal is told no more than before.

import type { Outcome, Request, RoutedRequest, Verified } from '../acquirer/index.js';
import type { Clock } from '../kernel/clock.js';
import type { ReasonId } from '../kernel/reasons.js';
import { Allowance } from './allowance.js';
import { type NamingPorts, nameCause } from './name-cause.js';
import type { NamedCause } from './named-cause.js';
import { type RefusedMessage, refusedMessage, wipe } from './refused-message.js';
import { Sightings } from './sightings.js';

export interface FoundCause extends NamedCause {
  readonly rrn: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

export interface SecurityCentrePorts extends NamingPorts {
  readonly clock: Pick<Clock, 'now' | 'after'>;
  keep(causes: readonly FoundCause[]): Promise<void>;
  /** The terminal's keys are old: its next answer asks it to sign on again. */
  askToSignOn(terminalId: string): Promise<void>;
  failed(rrn: string, error: unknown): void;
}

export interface SecurityCentre {
  /** An answer that is on its way; what is to be looked into waits its turn. Returns at once. */
  answered(request: Request & Partial<RoutedRequest>, outcome: Outcome): void;
  /** A message under keys that fit. */
  accepted(request: Pick<Verified, 'terminalId' | 'trace' | 'receivedAt'>): void;
  /** Resolves when nothing waits or is under way. */
  idle(): Promise<void>;
  /** Wipes what waits, and takes no more. */
  stop(): Promise<void>;
}

/** Searches for one terminal, and for one card, in a minute. */
const SEARCHES_PER_MINUTE = 30;
/** What fails within it is looked into together, and written once. */
const GATHERED_MS = 100;
const WAITING_MAX = 64;
const WAITS_AT_MOST_MS = 5000;
/**
 * A sign-on cures these. Its next answers say so, which tells nobody anything: only who holds those keys can make such
 * a MAC. Of PIN blocks nothing is said, since those of others can be sent again.
 */
const CURED_BY_SIGN_ON: ReadonlySet<ReasonId> = new Set<ReasonId>(['mac.previous-key']);

export function createSecurityCentre(ports: SecurityCentrePorts): SecurityCentre {
  return new Centre(ports);
}

class Centre implements SecurityCentre {
  readonly #ports: SecurityCentrePorts;
  readonly #sightings = new Sightings();
  readonly #allowance = new Allowance(SEARCHES_PER_MINUTE);
  #waiting: RefusedMessage[] = [];
  #underWay: Promise<void> | undefined;
  #stopped = false;

  constructor(ports: SecurityCentrePorts) {
    this.#ports = ports;
  }

  answered(request: Request & Partial<RoutedRequest>, outcome: Outcome): void {
    if (this.#stopped || outcome.repeated || this.#waiting.length >= WAITING_MAX) return;
    const message = refusedMessage(request, outcome);
    if (!message) return;
    const subjects = [
      `terminal ${request.terminalId}`,
      ...(request.panHash ? [`card ${request.panHash}`] : []),
    ];
    if (!this.#allowance.spend(subjects, this.#ports.clock.now())) {
      wipe(message);
      return;
    }
    this.#waiting.push(message);
    this.#underWay ??= this.#turn().finally(() => {
      this.#underWay = undefined;
    });
  }

  accepted({ terminalId, trace, receivedAt }: Parameters<SecurityCentre['accepted']>[0]): void {
    this.#sightings.accepted(terminalId, { trace, at: receivedAt });
  }

  async idle(): Promise<void> {
    while (this.#underWay) await this.#underWay;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const message of this.#waiting.splice(0)) wipe(message);
    await this.idle();
  }

  /** One at a time: payments of the same moment have the HSM to themselves in between. */
  async #turn(): Promise<void> {
    const { clock, keep, failed } = this.#ports;
    while (this.#waiting.length > 0) {
      await new Promise<void>((go) => void clock.after(GATHERED_MS, go));
      const found: FoundCause[] = [];
      for (const message of this.#waiting.splice(0)) {
        try {
          if (clock.now() - message.receivedAt < WAITS_AT_MOST_MS) found.push(await this.#explain(message));
        } catch (error) {
          failed(message.rrn, error);
        } finally {
          wipe(message);
        }
      }
      if (found.length > 0) await keep(found).catch((error) => failed(found[0]?.rrn ?? '', error));
    }
  }

  async #explain(message: RefusedMessage): Promise<FoundCause> {
    const named = await nameCause(this.#ports, this.#sightings, message);
    if (CURED_BY_SIGN_ON.has(named.cause)) await this.#ports.askToSignOn(message.terminal.terminal_id);
    return { ...named, rrn: message.rrn, at: this.#ports.clock.now() };
  }
}
