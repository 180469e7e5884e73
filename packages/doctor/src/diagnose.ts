// The diagnosis of one message: every way of reading its bytes is tried and the best ones are kept; where none is
// clean, every mistake of the table is tried on them, and those after which the message reads well are named in
// the order of how well it then reads. Bounded: some thousands of readings, each as long as the message.

import type { FieldName, Problem } from '@tillgate/iso8583';
import { dialects } from './dialects.js';
import { dialectEvidence, frontEvidence, lengthEvidence, words } from './evidence.js';
import { type Framing, type Front, framingsOf, frontsOf } from './framing.js';
import { type MistakeId, mistakes } from './mistakes-table.js';
import { rankProfiles } from './profiles.js';
import type { Ranked } from './ranked.js';
import { type Place, type Reading, read } from './reading.js';
import { fromHexText, fromUtf8Text, type Repair, repairsOf } from './repairs.js';

export interface Cause {
  readonly id: MistakeId;
  /** `length`, `header`, `mti`, `bitmap`, `message` or a field's number. */
  readonly field: string;
  readonly offset: number;
  readonly confidence: number;
  readonly what: FieldName;
  readonly advice: FieldName;
  readonly evidence: readonly FieldName[];
}

export interface Diagnosis {
  readonly framing: readonly Ranked[];
  readonly header: readonly Ranked[];
  readonly dialect: readonly Ranked[];
  /** Of the terminal dialect, which of its profiles; of another, the dialect itself. */
  readonly profile: readonly Ranked[];
  /** The best reading as it is, mistakes and all. */
  readonly reading: Reading | undefined;
  /** Where that reading breaks; undefined when it does not. */
  readonly breaks: Problem | undefined;
  /** The likeliest mistake first; empty when nothing is wrong, or nothing fits. */
  readonly causes: readonly Cause[];
}

/** Longer input is no message of this kind; it is cut before anything is tried. */
const BYTES_MAX = 8192;
const PLACES_REPAIRED = 6;
/** Score points: a reading further behind than this is not the one. */
const NEAR = 70;
const CAUSES_NAMED = 5;
const CONFIDENCE_NAMED = 0.01;

interface Candidate {
  readonly reading: Reading;
  readonly mistake: MistakeId | undefined;
  readonly field: string;
  readonly offset: number;
  readonly score: number;
}

export function diagnose(given: Uint8Array): Diagnosis {
  const bytes = given.subarray(0, BYTES_MAX);
  const readings = readingsOf(bytes);
  const best = readings[0];
  const candidates = suspects(readings).flatMap((reading) => candidatesAt(reading, bytes));
  candidates.push(...textCandidates(bytes));
  const ranked = candidates.sort((one, other) => other.score - one.score);
  const winner = ranked[0]?.reading ?? best;
  // What the bytes are is told by how they read once the likeliest mistake is put right.
  const scored = [...ranked, ...readings].sort((one, other) => other.score - one.score);
  const dialect = rank(scored, (reading) => reading.dialect, dialectEvidence);
  return {
    framing: rank(scored, ({ framing }) => framing, lengthEvidence),
    header: rank(scored, ({ front }) => front, frontEvidence),
    dialect,
    profile: winner?.dialect.hasFront ? rankProfiles(winner) : dialect,
    reading: winner,
    breaks: (readings.find((one) => winner && isSamePlace(one, winner)) ?? best)?.problems[0],
    causes: causesOf(ranked),
  };
}

function readingsOf(bytes: Uint8Array): readonly Reading[] {
  const readings: Reading[] = [];
  for (const framing of framingsOf(bytes)) {
    for (const front of frontsOf(bytes, framing.bytes)) {
      if (!isTried(framing, front)) continue;
      for (const dialect of dialects) readings.push(read({ framing, front, dialect }, bytes));
    }
  }
  return readings.sort((one, other) => other.score - one.score);
}

/**
 * The readings worth mending: the best of each dialect that comes near, and the place that a TPDU marks, where a
 * wrong message type alone would hide it.
 */
function suspects(readings: readonly Reading[]): readonly Reading[] {
  const best = readings[0];
  if (best === undefined) return [];
  const firsts = readings.filter(
    (one, at) => readings.findIndex(({ dialect }) => dialect === one.dialect) === at,
  );
  const near = firsts.filter(({ score }) => score > best.score - NEAR).slice(0, PLACES_REPAIRED);
  const others = readings.filter(({ dialect }) => dialect === best.dialect).slice(1, 3);
  const marked = readings.find(
    ({ front, framing, dialect }) => dialect.hasFront && front.id === 'tpdu-header' && framing.excess === 0,
  );
  return [...new Set([...near, ...others, ...(marked ? [marked] : [])])];
}

/** A length that does not agree is tried only with what is in front of most messages. */
function isTried(framing: Framing, front: Front): boolean {
  if (framing.excess === undefined) return false;
  return framing.excess === 0
    ? front.id !== 'other' || framing.bytes > 0 || front.bytes > 0
    : front.id !== 'other';
}

function candidatesAt(reading: Reading, bytes: Uint8Array): Candidate[] {
  const own = placeMistake(reading, bytes);
  const asIs: Candidate = {
    ...{ reading, mistake: own?.mistake, field: own?.field ?? 'message', offset: own?.offset ?? 0 },
    score: reading.score - (own ? mistakes[own.mistake].cost : 0),
  };
  if (reading.clean) return [asIs];
  const truncated = truncation(reading);
  const repaired = repairsOf(reading, bytes).map((repair) => repairedCandidate(reading, bytes, repair));
  return [asIs, ...(truncated ? [truncated] : []), ...repaired];
}

function repairedCandidate(reading: Place, bytes: Uint8Array, repair: Repair): Candidate {
  const again = read(reading, repair.bytes ?? bytes, repair.spec);
  const { mistake, field, offset } = repair;
  return {
    reading: again,
    mistake,
    field,
    offset,
    score: again.score - mistakes[mistake].cost - unusual(repair, reading, bytes),
  };
}

/** A text that is not filled up is common; a number, or a short code, of another size is not. */
function unusual({ mistake, field, offset }: Repair, { dialect }: Place, bytes: Uint8Array): number {
  const row = dialect.spec.fields[Number(field)];
  if (mistake === 'field.wrong-size') return row?.kind !== 'ans' ? 5 : field === '41' ? 3 : 0;
  // What is left over looks like the second half of a field in characters.
  if (mistake === 'message.trailing') return bytes.subarray(offset).every(isHexCharacter) ? 5 : 0;
  return mistake === 'field.bcd' && (row?.length ?? 0) < 8 ? 6 : 0;
}

function isHexCharacter(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

/** What is wrong with the place itself: with the length, with what stands before the MTI. */
function placeMistake(
  { framing, front, dialect }: Reading,
  bytes: Uint8Array,
): Omit<Repair, 'spec'> | undefined {
  const follow = bytes.length - framing.bytes;
  const announced = follow + (framing.excess ?? 0);
  const length = (mistake: MistakeId) => ({ mistake, field: 'length', offset: 0 });
  if (framing.excess !== 0) {
    if (announced === follow * 2) return length('framing.counts-digits');
    if (front.bytes > 0 && announced === follow - front.bytes) return length('framing.without-front');
    return length('framing.wrong-length');
  }
  if (dialect.hasFront && framing.bytes > 0 && framing.id !== 'binary-2') {
    if (framing.id === 'binary-2-own') return length('framing.counts-itself');
    return length(framing.id === 'binary-2-little' ? 'framing.little-endian' : 'framing.other-form');
  }
  const header = (mistake: MistakeId) => ({ mistake, field: 'header', offset: framing.bytes });
  if (front.id === 'other') return header('front.other');
  if (!dialect.hasFront) return undefined;
  if (front.id === 'none') return header('front.missing');
  if (front.id === 'tpdu') return header('header.missing');
  return front.id === 'header' ? header('tpdu.missing') : undefined;
}

/** The bytes ran out inside a field: with a length in front that announces more, that is the cause. */
function truncation(reading: Reading): Candidate | undefined {
  const stop = reading.unpacked.stoppedBy;
  if (stop === undefined || !/left|more/.test(stop.got) || stop.field === 'message') return undefined;
  const announced = reading.framing.bytes > 0 && (reading.framing.excess ?? 0) > 0;
  const score = reading.score + (announced ? 60 : 14) - mistakes['message.truncated'].cost;
  return { reading, mistake: 'message.truncated', field: stop.field, offset: stop.offset, score };
}

/** The whole message as text of some kind. */
function textCandidates(bytes: Uint8Array): Candidate[] {
  const forms: ReadonlyArray<readonly [MistakeId, Uint8Array | undefined]> = [
    ['message.hex-text', fromHexText(bytes)],
    ['message.utf-8', fromUtf8Text(bytes)],
  ];
  return forms.flatMap(([mistake, meant]) => {
    const reading = meant && readingsOf(meant)[0];
    if (!reading) return [];
    return [{ reading, mistake, field: 'message', offset: 0, score: reading.score - mistakes[mistake].cost }];
  });
}

/** Score points that make one possibility e times as likely as another. */
const SHARPNESS = 6;

function causesOf(ranked: readonly Candidate[]): readonly Cause[] {
  const best = ranked[0];
  if (best === undefined || best.mistake === undefined) return [];
  const distinct = new Map<string, Candidate>();
  for (const candidate of ranked) {
    const key = `${candidate.mistake} ${candidate.field}`;
    if (!distinct.has(key)) distinct.set(key, candidate);
  }
  const all = [...distinct.values()];
  const weights = all.map(({ score }) => Math.exp((score - best.score) / SHARPNESS));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return all
    .map((candidate, at) => ({ candidate, confidence: weights[at]! / sum }))
    .filter(({ candidate, confidence }) => candidate.mistake !== undefined && confidence >= CONFIDENCE_NAMED)
    .slice(0, CAUSES_NAMED)
    .map(({ candidate, confidence }) => causeOf(candidate, confidence));
}

function causeOf({ mistake, field, offset, reading }: Candidate, confidence: number): Cause {
  const { what, advice } = mistakes[mistake!];
  const { clean, plausibility, unpacked } = reading;
  const fields = unpacked.message.fieldNumbers().length;
  const doubtful = plausibility.failed.join(', ');
  const evidence = [
    clean
      ? words(
          `改正后 ${fields} 个域全部读通`,
          `with this put right, all ${fields} fields read to the last byte`,
        )
      : words(`读到 ${fields} 个域`, `read so far: ${fields} fields`),
    words(`${plausibility.passed} 个值合理`, `${plausibility.passed} values are as they should be`),
    ...(doubtful === '' ? [] : [words(`仍可疑:域 ${doubtful}`, `still doubtful: field ${doubtful}`)]),
  ];
  return { id: mistake!, field, offset, confidence: round(confidence), what, advice, evidence };
}

function rank<One extends { readonly id: string; readonly name: FieldName }>(
  scored: ReadonlyArray<Candidate | Reading>,
  part: (reading: Reading) => One,
  evidence: (reading: Reading) => readonly FieldName[],
): readonly Ranked[] {
  const best = new Map<string, { readonly reading: Reading; readonly score: number }>();
  for (const one of scored) {
    const reading = 'reading' in one ? one.reading : one;
    const { id } = part(reading);
    if (!best.has(id)) best.set(id, { reading, score: one.score });
  }
  const top = [...best.values()].slice(0, 3);
  const weights = top.map(({ score }) => Math.exp((score - (top[0]?.score ?? 0)) / SHARPNESS));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return top.map(({ reading }, at) => {
    const { id, name } = part(reading);
    return { id, name, confidence: round(weights[at]! / sum), evidence: evidence(reading) };
  });
}

function isSamePlace(one: Place, other: Place): boolean {
  const same = one.framing.id === other.framing.id && one.front.bytes === other.front.bytes;
  return same && one.dialect === other.dialect;
}

function round(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}
