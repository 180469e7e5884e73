// When each terminal was last seen under its newest keys, and when under the keys before them: a terminal that was set
// back goes on from there, while two of one name take turns, and their traces
// do not make one count. In memory, bounded.

import type { NamedCause } from './named-cause.js';
import type { RefusedMessage } from './refused-message.js';

export interface Sighting {
  /** Field 11. */
  readonly trace: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

interface Seen {
  /** Under the newest keys. */
  readonly newest: Sighting | undefined;
  /** Under older ones. */
  readonly stale: Sighting | undefined;
  /** The newest keys came after the older, with a trace that does not follow. */
  readonly countBroke: boolean;
  /** The newest keys came after the older. */
  readonly tookTurns: boolean;
}

const NOTHING_SEEN: Seen = { newest: undefined, stale: undefined, countBroke: false, tookTurns: false };
const REMEMBERED = 10_000;
/** A terminal that was restored from a backup was away for longer than this. */
const AT_THE_SAME_TIME_MS = 15 * 60_000;
/** One terminal's next messages; a trace further off is another count. */
const AHEAD_MAX = 1000;
const UNSURE = 0.6;

export class Sightings {
  readonly #seen = new Map<string, Seen>();

  /** A message whose MAC fits. */
  accepted(terminalId: string, newest: Sighting): void {
    const before = this.#seen.get(terminalId) ?? NOTHING_SEEN;
    const { stale } = before;
    this.#keep(terminalId, {
      ...{ newest, stale, tookTurns: stale !== undefined },
      countBroke: before.countBroke || (stale !== undefined && !follows(stale, newest)),
    });
  }

  /** A message under the keys before the newest: one terminal that was set back, or two of one name? */
  staleKeys({ terminal, trace, receivedAt }: RefusedMessage, found: NamedCause): NamedCause {
    const stale: Sighting = { trace, at: receivedAt };
    const before = this.#seen.get(terminal.terminal_id) ?? NOTHING_SEEN;
    this.#keep(terminal.terminal_id, { ...before, stale });
    const { newest } = before;
    // Without messages under newer keys nobody else can have them.
    if (!newest || !terminal.current_keys || newest.at < terminal.current_keys.createdAt) return found;
    const secondsSince = Math.round((receivedAt - newest.at) / 1000);
    const figures = { ...found.figures, trace, newestTrace: newest.trace, secondsSince };
    const isNext = follows(newest, stale);
    if (before.tookTurns && (before.countBroke || !isNext)) {
      return { ...found, cause: 'terminal.cloned', figures };
    }
    if (isNext) return { ...found, figures };
    const isRecent = receivedAt - newest.at < AT_THE_SAME_TIME_MS;
    const [cause, fitsAsWell] = isRecent
      ? (['terminal.cloned', 'mac.previous-key'] as const)
      : (['mac.previous-key', 'terminal.cloned'] as const);
    return { cause, confidence: UNSURE, figures: { ...figures, fitsAsWell } };
  }

  #keep(terminalId: string, seen: Seen): void {
    this.#seen.delete(terminalId);
    this.#seen.set(terminalId, seen);
    if (this.#seen.size <= REMEMBERED) return;
    for (const first of this.#seen.keys()) {
      this.#seen.delete(first);
      return;
    }
  }
}

function follows(earlier: Sighting, later: Sighting): boolean {
  const ahead = Number(later.trace) - Number(earlier.trace);
  return ahead > 0 && ahead <= AHEAD_MAX;
}
