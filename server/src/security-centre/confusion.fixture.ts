// Mistakes by the thousand, each made in a fresh state under every profile in turn, and what the host named for it.

import { shippedProfiles } from '@tillgate/pos-protocol';
import { chipMistakes } from './chip-mistakes.fixture.js';
import { macMistakes } from './mac-mistakes.fixture.js';
import { MistakenTerminal } from './mistaken-terminal.fixture.js';
import { pinMistakes } from './pin-mistakes.fixture.js';
import { SeededRandom } from './seeded-random.fixture.js';
import { sessionMistakes } from './session-mistakes.fixture.js';

export interface Confusion {
  readonly cases: number;
  /** Injected, then named, how often. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly right: number;
  /** Profile, then its cases and how many of them were named right. */
  readonly profiles: ReadonlyMap<string, { readonly cases: number; readonly right: number }>;
  /** Another cause than the injected one, named with a confidence of at least `CONFIDENT`. */
  readonly confidentlyWrong: number;
  /** The first of them, in words. */
  readonly wrong: readonly string[];
}

export const CONFIDENT = 0.8;
const mistakes = Object.entries({ ...macMistakes, ...pinMistakes, ...chipMistakes, ...sessionMistakes });
/** A terminal's day has room for so many. */
const CASES_OF_A_TERMINAL = 20;
const WRONG_KEPT = 50;

export async function confusion(seed: number, cases: number): Promise<Confusion> {
  const random = new SeededRandom(seed);
  const counts = new Map<string, Map<string, number>>();
  const profiles = new Map<string, { cases: number; right: number }>();
  const wrong: string[] = [];
  let [done, right, confidentlyWrong] = [0, 0, 0];
  for (let round = 0; done < cases; round += 1) {
    const profile = shippedProfiles[round % shippedProfiles.length]!;
    const terminal = await MistakenTerminal.open(profile, random);
    for (let one = 0; one < CASES_OF_A_TERMINAL && done < cases; one += 1) {
      const [injected, mistake] = random.one(mistakes);
      const named = await mistake(terminal);
      await terminal.signOn();
      if (!named) continue;
      done += 1;
      const row = counts.get(injected) ?? new Map<string, number>();
      counts.set(injected, row.set(named.cause, (row.get(named.cause) ?? 0) + 1));
      const isRight = named.cause === injected;
      const of = profiles.get(profile.name) ?? { cases: 0, right: 0 };
      profiles.set(profile.name, { cases: of.cases + 1, right: of.right + (isRight ? 1 : 0) });
      if (isRight) right += 1;
      else {
        if (named.confidence >= CONFIDENT) confidentlyWrong += 1;
        if (wrong.length < WRONG_KEPT)
          wrong.push(`${profile.name}: ${injected} was named ${named.cause} (${named.confidence})`);
      }
    }
  }
  return { cases: done, counts, right, profiles, confidentlyWrong, wrong };
}
