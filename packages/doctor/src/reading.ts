// One way of reading the bytes, and how good it is: how far it comes, how many of its values can be, and what
// it asks us to believe. The best reading is the diagnosis.

import { type Problem, type Spec, type Unpacked, unpack } from '@tillgate/iso8583';
import type { Dialect } from './dialects.js';
import type { Framing, Front } from './framing.js';
import { type Plausibility, plausibilityOf } from './plausibility.js';

/** Where the message is thought to begin, and what it is thought to be. */
export interface Place {
  readonly framing: Framing;
  readonly front: Front;
  readonly dialect: Dialect;
}

export interface Reading extends Place {
  readonly unpacked: Unpacked;
  readonly problems: readonly Problem[];
  readonly plausibility: Plausibility;
  /** Read to the end, without a problem, and every value can be. */
  readonly clean: boolean;
  readonly score: number;
}

const WHOLE = 40;
const READ = 60;
const FIELD = 1.5;
const PASSED = 2;
const FAILED = 9;
const WRONG_VERSION = 60;
/** A length that agrees says little with one byte of freedom, much with two. */
const LENGTH_FITS = 14;
const LENGTH_DIFFERS = -30;
const FRONT_THERE = 8;
const FRONT_OF_NOBODY = -14;

/** `spec` and `bytes` are those of the place, or as a suspected mistake says they should have been. */
export function read(place: Place, bytes: Uint8Array, spec: Spec = place.dialect.spec): Reading {
  const at = place.framing.bytes + place.front.bytes;
  const unpacked = unpack(spec, bytes, at);
  const { message, problems } = unpacked;
  const plausibility = plausibilityOf(message, place.dialect.id === 'cup-pos');
  const stopped = unpacked.stoppedBy;
  const end = stopped === undefined ? bytes.length : Math.min(stopped.offset, bytes.length);
  const share = (end - at) / Math.max(1, bytes.length - at);
  const whole = stopped === undefined && problems.length === 0;
  const clean = whole && plausibility.failed.length === 0 && isMti(message.mti, place.dialect);
  const score =
    READ * share +
    (whole ? WHOLE : 0) -
    4 * Math.min(problems.length, 5) +
    FIELD * message.fieldNumbers().length +
    PASSED * plausibility.passed -
    FAILED * plausibility.failed.length -
    (isMti(message.mti, place.dialect) ? 0 : WRONG_VERSION) +
    placeScore(place) +
    markScore(unpacked, spec);
  return { ...place, unpacked, problems, plausibility, clean, score };
}

/** Characters that happen to be digits are rare: a message type and a bitmap in text are marks of their own. */
function markScore({ ranges, message }: Unpacked, spec: Spec): number {
  const mti = spec.mti.encoding !== 'bcd' && message.mti !== '' ? 10 : 0;
  const bitmap = spec.bitmap.encoding === 'hex' && ranges.some(({ field }) => field === 'bitmap') ? 12 : 0;
  return mti + bitmap;
}

function isMti(mti: string, { version }: Dialect): boolean {
  return mti[0] === version && /^.[1-8][0-9][0-5]$/.test(mti);
}

function placeScore({ framing, front, dialect }: Place): number {
  const length = framing.bytes === 0 ? 0 : framing.excess === 0 ? LENGTH_FITS : LENGTH_DIFFERS;
  const fits = front.id === 'other' ? FRONT_OF_NOBODY : front.id === 'none' ? 0 : FRONT_THERE;
  // A header alone has no mark of its own to be known by.
  const header = front.id === 'header' ? -FRONT_THERE : 0;
  return length + fits + header + (dialect.hasFront && front.id === 'tpdu-header' ? 4 : 0);
}
