// Reads a file of canaries, JSON or lines of text, and takes what people write: names tell the kind, else the
// shape does. What cannot be understood is refused, for a canary that is not looked for is never found.

import { Fault } from '../kernel/fault.js';
import { CANARY_KINDS, Canary, type CanaryKind } from './canary.js';
import { hasRightCheckDigit } from './card-number-sweep.js';

/** Names of values, without case, dashes and underscores; the first that fits. */
const NAMES: ReadonlyArray<readonly [RegExp, CanaryKind]> = [
  [/^(?:clear)?(?:iso)?pinblocks?$/, 'pin-block'],
  [/^(?:clear|plain)?pins?$|^passwords?$/, 'pin'],
  [/^(?:pans?|cardnumbers?|cardnos?|accountnumbers?|primaryaccountnumbers?|cards?)$/, 'pan'],
  [/^tracks?[123]?(?:data|equivalentdata|s)?$/, 'track'],
  [/^i?(?:cvv|cvc|cvn|csc|cav)[12]?s?$/, 'cvv'],
  [
    /keys?$|keyvalue$|^clearkey|^[a-z]mks?$|^(?:t|z)[apd]ks?$|^(?:pv|cv|ke|bd|pe|te)ks?$|^ipeks?$|^i?mk/,
    'key',
  ],
];
/** Names under which no secret stands, whatever the value looks like. */
const HARMLESS: ReadonlySet<string> = new Set(
  (
    'about note name zh en status expiry servicecode sequence kcv pinreference pinverification ' +
    'decimalisationtable rrn trace stan batch mcc serialnumber bin bins firstpassword'
  ).split(' '),
);
const NO_CANARIES = 'TG_SCAN_CANARIES';

/** Fault TG_SCAN_CANARIES: not understood, or none inside. Never repeats a value. */
export function readCanaries(text: string): Canary[] {
  const canaries = /^\s*[[{"]/.test(text) ? fromJson(text) : fromLines(text);
  if (canaries.length === 0) throw new Fault(NO_CANARIES, 'the file holds no canaries');
  const known = new Map(canaries.map((canary) => [`${canary.kind} ${canary.reveal()}`, canary]));
  return [...known.values()];
}

/** A number a line, `#` for comments: for the sweep's list of what looks like a card and is none. */
export function readNumbers(text: string): string[] {
  return linesOf(text).map(({ line }) => line.replace(/[\s-]/g, ''));
}

function linesOf(text: string): Array<{ line: string; number: number }> {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.replace(/(?:^|\s)#.*$/, '').trim(), number: index + 1 }))
    .filter(({ line }) => line !== '');
}

function fromLines(text: string): Canary[] {
  return linesOf(text).map(({ line, number }) => {
    const source = `line ${number}`;
    const named = /^([A-Za-z][\w-]*)\s*[\s:=,]\s*(\S.*)$/.exec(line);
    const kind = named ? kindOfName(named[1] ?? '') : undefined;
    const canary = kind
      ? Canary.parse(kind, named?.[2] ?? '', source)
      : (strongShape(line, source) ?? weakShape(line, source));
    if (!canary) throw new Fault(NO_CANARIES, `${source} is no PAN, track, PIN, CVV, PIN block or key`);
    return canary;
  });
}

function fromJson(text: string): Canary[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Fault(NO_CANARIES, 'the file begins like JSON and is none');
  }
  const canaries: Canary[] = [];
  walk(content, { kind: undefined, isNamed: false, source: '' }, canaries);
  return canaries;
}

/** What is known about a value from where it stands. */
interface Place {
  readonly kind: CanaryKind | undefined;
  /** Some name on the way said what this is about, even if not the kind. */
  readonly isNamed: boolean;
  readonly source: string;
}

function walk(value: unknown, place: Place, canaries: Canary[]): void {
  if (typeof value === 'string' || Number.isSafeInteger(value)) {
    const canary = canaryAt(String(value), place);
    if (canary) canaries.push(canary);
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      walk(item, { ...place, source: `${place.source}[${i}]` }, canaries);
    }
  } else if (typeof value === 'object' && value !== null) {
    walkObject(value as Record<string, unknown>, place, canaries);
  }
}

function walkObject(object: Record<string, unknown>, place: Place, canaries: Canary[]): void {
  const declared = object.kind ?? object.type;
  const kind = typeof declared === 'string' ? kindOfName(declared) : undefined;
  if (kind !== undefined && object.value !== undefined) {
    const canary = Canary.parse(kind, String(object.value), place.source);
    if (!canary) throw new Fault(NO_CANARIES, `${place.source || 'the value'} is no ${kind}`);
    canaries.push(canary);
    return;
  }
  for (const [name, value] of Object.entries(object)) {
    if (isHarmless(name)) continue;
    const source = place.source === '' ? name : `${place.source}.${name}`;
    const isNeutral = /^(?:values?|canar(?:y|ies)|secrets?|clear|hex)$/i.test(name);
    walk(
      value,
      { kind: kindOfName(name) ?? place.kind, isNamed: place.isNamed || !isNeutral, source },
      canaries,
    );
  }
}

/** A name that tells a kind but holds no such value (`"pin": "required"`) is about something else. */
function canaryAt(text: string, { kind, isNamed, source }: Place): Canary | undefined {
  const named = kind && Canary.parse(kind, text, source);
  return named ?? strongShape(text, source) ?? (isNamed ? undefined : weakShape(text, source));
}

/** Shapes that are hardly anything else. */
function strongShape(text: string, source: string): Canary | undefined {
  const pan = Canary.parse('pan', text, source);
  if (pan && hasRightCheckDigit(pan.reveal())) return pan;
  if (/[=D^]/i.test(text)) {
    const track = Canary.parse('track', text, source);
    if (track) return track;
  }
  return text.length >= 32 ? Canary.parse('key', text, source) : undefined;
}

/** Good enough where nothing but canaries stands. */
function weakShape(text: string, source: string): Canary | undefined {
  const kinds: readonly CanaryKind[] = /^[0-9]{3}$/.test(text) ? ['cvv'] : ['pin', 'pan', 'pin-block', 'key'];
  for (const kind of kinds) {
    const canary = Canary.parse(kind, text, source);
    if (canary) return canary;
  }
  return undefined;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '');
}

function isHarmless(name: string): boolean {
  return HARMLESS.has(plain(name)) || /id$/.test(plain(name));
}

function kindOfName(name: string): CanaryKind | undefined {
  const known = CANARY_KINDS.find((kind) => plain(kind) === plain(name));
  return known ?? NAMES.find(([pattern]) => pattern.test(plain(name)))?.[1];
}
