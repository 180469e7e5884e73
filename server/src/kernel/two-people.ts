// Dual control: what one person asks for happens when a second one asks for the same within a few minutes (PCI PIN
// requirement 6-1, ISO 11568). Who asked first is remembered in memory alone: a restart forgets, and that is safe.

const SECOND_WITHIN_MS = 15 * 60_000;
/** Questions that wait at the same time; more push out the oldest. */
const WAITING_MAX = 100;

interface Asked {
  readonly person: string;
  readonly at: number;
}

export class TwoPeople {
  readonly #now: () => number;
  readonly #waiting = new Map<string, Asked>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** True when another person has asked for the same a short while ago; that question is then answered. */
  agree(what: string, person: string): boolean {
    const first = this.#waiting.get(what);
    this.#waiting.delete(what);
    const now = this.#now();
    const isFresh = first !== undefined && now - first.at <= SECOND_WITHIN_MS;
    if (isFresh && first.person !== person) return true;
    if (this.#waiting.size >= WAITING_MAX) this.#waiting.delete([...this.#waiting.keys()][0]!);
    this.#waiting.set(what, { person, at: now });
    return false;
  }
}
