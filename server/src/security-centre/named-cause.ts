// What a search came to: the cause that fits, how sure that is, and the figures that its words are filled with.

import type { ReasonId } from '../kernel/reasons.js';
import type { Figures } from '../store/index.js';

export interface NamedCause {
  readonly cause: ReasonId;
  /** 0 to 1. */
  readonly confidence: number;
  readonly figures: Figures;
}

/** One thing that may have happened, as it is tried in the HSM. */
export interface Supposed<Tried> {
  readonly cause: ReasonId;
  readonly figures: Figures;
  readonly tried: Tried;
  /** How likely it fits a message that it has nothing to do with. */
  readonly accident: number;
}

/** What is not on the list is taken to be so many times as likely as any one thing that is. */
const UNLISTED_WEIGHT = 100;
const MOST_CONFIDENT = 0.99;

/** How sure one fitting supposition makes, when `alike` causes fit equally well. */
function confidenceOf(accident: number, alike = 1): number {
  return rounded(Math.min(MOST_CONFIDENT, 1 / (1 + UNLISTED_WEIGHT * accident)) / alike);
}

function rounded(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}

/** The first of the causes that fit, by their order in the list; the others are named beside it. */
export function causeOfFits<Tried>(
  supposed: readonly Supposed<Tried>[],
  places: readonly number[],
): NamedCause | undefined {
  const fitting = places.flatMap((place) => supposed[place] ?? []);
  const [first] = fitting;
  if (!first) return undefined;
  const causes = [...new Set(fitting.map(({ cause }) => cause))];
  const others = causes.slice(1).join(' ');
  return {
    cause: first.cause,
    confidence: confidenceOf(first.accident, causes.length),
    figures: { ...first.figures, tried: supposed.length, ...(others !== '' && { fitsAsWell: others }) },
  };
}
