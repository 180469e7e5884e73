// How often something may be done for one terminal or one card: a token bucket each, the oldest forgotten first.

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

const REMEMBERED = 20_000;
const MINUTE_MS = 60_000;

export class Allowance {
  readonly #perMinute: number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param perMinute at once, and then again so many in each minute */
  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Spends one of each subject's; false, and none is spent, where one of them has none left. */
  spend(subjects: readonly string[], now: number): boolean {
    const left = subjects.map((subject) => ({ subject, tokens: this.#tokens(subject, now) }));
    if (left.some(({ tokens }) => tokens < 1)) return false;
    for (const { subject, tokens } of left) this.#keep(subject, { tokens: tokens - 1, at: now });
    return true;
  }

  #tokens(subject: string, now: number): number {
    const bucket = this.#buckets.get(subject);
    if (!bucket) return this.#perMinute;
    const earned = ((now - bucket.at) / MINUTE_MS) * this.#perMinute;
    return Math.min(this.#perMinute, bucket.tokens + earned);
  }

  #keep(subject: string, bucket: Bucket): void {
    this.#buckets.delete(subject);
    this.#buckets.set(subject, bucket);
    if (this.#buckets.size <= REMEMBERED) return;
    for (const first of this.#buckets.keys()) {
      this.#buckets.delete(first);
      return;
    }
  }
}
