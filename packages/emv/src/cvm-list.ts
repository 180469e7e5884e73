// Cardholder verification by the card's list of rules (tag 8E): which method applies to this payment, what came of it,
// and what the terminal writes down of it (tags 9F34 and 95, byte 3). EMV Book 3, 10.5 and Annex C3; Book 4, 6.3.4.5.

/** One rule: what to do, under which condition, and whether another rule may follow when it does not work out. */
export interface CvmRule {
  /** CVM code without its bit 7: 0 to 63. */
  readonly method: number;
  readonly goesOn: boolean;
  readonly condition: number;
}

export interface CvmList {
  /** In the currency of the application. */
  readonly amountX: number;
  readonly amountY: number;
  readonly rules: readonly CvmRule[];
}

/** What the rules are asked about. */
export interface CvmTransaction {
  /** 9F02, minor units. */
  readonly amountMinor: number;
  readonly what: 'purchase' | 'cashback' | 'manual-cash' | 'unattended-cash';
  /** Whether 5F2A is the currency of the application (9F42); amounts compare in no other. */
  readonly isApplicationCurrency: boolean;
}

/** What the terminal can do, and what comes of asking for a PIN: one that was passed over is so for every rule. */
export interface CvmTerminal {
  /** Codes of the methods it supports: tag 9F33, byte 2. */
  readonly supports: ReadonlySet<number>;
  /** `absent`: no working PIN pad. */
  readonly onlinePin: () => 'entered' | 'passed-over' | 'absent';
  readonly offlinePin: () => 'right' | 'wrong' | 'tries-exceeded' | 'passed-over' | 'absent';
}

export interface CvmOutcome {
  /** The method that the holder is verified by; undefined when none was. */
  readonly method: number | undefined;
  readonly isSignatureNeeded: boolean;
  /** Tag 9F34. */
  readonly results: Uint8Array;
  /** Bits of byte 3 of tag 95. */
  readonly tvrByte3: number;
}

const FAIL = 0x00;
const PLAIN_PIN = 0x01;
const ONLINE_PIN = 0x02;
const PLAIN_PIN_AND_SIGNATURE = 0x03;
const ENCIPHERED_PIN = 0x04;
const ENCIPHERED_PIN_AND_SIGNATURE = 0x05;
const SIGNATURE = 0x1e;
const NO_CVM = 0x1f;
const NONE_PERFORMED = 0x3f;

const RECOGNISED: ReadonlySet<number> = new Set([
  ...[FAIL, PLAIN_PIN, ONLINE_PIN, PLAIN_PIN_AND_SIGNATURE, ENCIPHERED_PIN],
  ...[ENCIPHERED_PIN_AND_SIGNATURE, SIGNATURE, NO_CVM],
]);
const WITH_SIGNATURE: ReadonlySet<number> = new Set([
  ...[PLAIN_PIN_AND_SIGNATURE, ENCIPHERED_PIN_AND_SIGNATURE, SIGNATURE],
]);

const UNKNOWN = 0;
const FAILED = 1;
const SUCCESSFUL = 2;

/** TVR byte 3 (Book 3, Annex C5). */
const NOT_SUCCESSFUL = 0x80;
const UNRECOGNISED = 0x40;
const TRIES_EXCEEDED = 0x20;
const PIN_PAD_ABSENT = 0x10;
const NOT_ENTERED = 0x08;
const ONLINE_ENTERED = 0x04;

const HEAD_BYTES = 8;

/** Byte 2 of 9F33 (Book 4, Annex A2): which bits a method takes. */
const CAPABILITIES: ReadonlyArray<readonly [bits: number, method: number]> = [
  [0x80, PLAIN_PIN],
  [0x40, ONLINE_PIN],
  [0x20, SIGNATURE],
  [0x10, ENCIPHERED_PIN],
  [0x08, NO_CVM],
  [0x80 | 0x20, PLAIN_PIN_AND_SIGNATURE],
  [0x10 | 0x20, ENCIPHERED_PIN_AND_SIGNATURE],
];

/** The methods that a terminal with these capabilities (tag 9F33) supports. */
export function cvmCapabilities(capabilities: Uint8Array): ReadonlySet<number> {
  const byte = capabilities[1] ?? 0;
  return new Set(CAPABILITIES.filter(([bits]) => (byte & bits) === bits).map(([, method]) => method));
}

/** The list of tag 8E; undefined when its length cannot be that of one. */
export function readCvmList(bytes: Uint8Array): CvmList | undefined {
  if (bytes.length < HEAD_BYTES || bytes.length % 2 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rules: CvmRule[] = [];
  for (let at = HEAD_BYTES; at < bytes.length; at += 2) {
    const code = bytes[at]!;
    rules.push({ method: code & 0x3f, goesOn: (code & 0x40) !== 0, condition: bytes[at + 1]! });
  }
  return { amountX: view.getUint32(0), amountY: view.getUint32(4), rules };
}

/** Applies the rules in order. A list without rules is as none: nothing is performed, and nothing has failed. */
export function applyCvmList(
  list: CvmList | undefined,
  transaction: CvmTransaction,
  terminal: CvmTerminal,
): CvmOutcome {
  if (list === undefined || list.rules.length === 0) return outcomeOf(undefined, UNKNOWN, 0);
  let tvrByte3 = 0;
  let last: CvmRule | undefined;
  for (const rule of list.rules) {
    if (!isMet(rule, list, transaction, terminal)) continue;
    if (!RECOGNISED.has(rule.method)) {
      tvrByte3 |= UNRECOGNISED;
    } else {
      const performed = perform(rule.method, terminal);
      tvrByte3 |= performed.tvrByte3;
      if (performed.result !== undefined) {
        last = rule;
        if (performed.result !== FAILED) return outcomeOf(rule, performed.result, tvrByte3);
      }
    }
    if (!rule.goesOn) break;
  }
  return outcomeOf(last, FAILED, tvrByte3 | NOT_SUCCESSFUL);
}

/** A condition that is not known is not met; nor is one about amounts in another currency. */
function isMet(
  { condition, method }: CvmRule,
  { amountX, amountY }: CvmList,
  { amountMinor, what, isApplicationCurrency }: CvmTransaction,
  { supports }: CvmTerminal,
): boolean {
  switch (condition) {
    case 0x00:
      return true;
    case 0x01:
      return what === 'unattended-cash';
    case 0x02:
      return what === 'purchase';
    case 0x03:
      return supports.has(method);
    case 0x04:
      return what === 'manual-cash';
    case 0x05:
      return what === 'cashback';
    case 0x06:
      return isApplicationCurrency && amountMinor < amountX;
    case 0x07:
      return isApplicationCurrency && amountMinor > amountX;
    case 0x08:
      return isApplicationCurrency && amountMinor < amountY;
    case 0x09:
      return isApplicationCurrency && amountMinor > amountY;
    default:
      return false;
  }
}

interface Performed {
  /** Undefined when it was not performed at all: the terminal does not support it, or nobody entered a PIN. */
  readonly result: typeof UNKNOWN | typeof FAILED | typeof SUCCESSFUL | undefined;
  readonly tvrByte3: number;
}

function perform(method: number, terminal: CvmTerminal): Performed {
  if (method === FAIL) return { result: FAILED, tvrByte3: 0 };
  if (!terminal.supports.has(method)) {
    const needsPin = method !== SIGNATURE && method !== NO_CVM;
    return { result: undefined, tvrByte3: needsPin && !hasPinPad(terminal) ? PIN_PAD_ABSENT : 0 };
  }
  if (method === NO_CVM) return { result: SUCCESSFUL, tvrByte3: 0 };
  if (method === SIGNATURE) return { result: UNKNOWN, tvrByte3: 0 };
  switch (method === ONLINE_PIN ? terminal.onlinePin() : terminal.offlinePin()) {
    case 'entered':
      return { result: UNKNOWN, tvrByte3: ONLINE_ENTERED };
    case 'right':
      return { result: WITH_SIGNATURE.has(method) ? UNKNOWN : SUCCESSFUL, tvrByte3: 0 };
    case 'wrong':
      return { result: FAILED, tvrByte3: 0 };
    case 'tries-exceeded':
      return { result: FAILED, tvrByte3: TRIES_EXCEEDED };
    case 'passed-over':
      return { result: FAILED, tvrByte3: NOT_ENTERED };
    case 'absent':
      return { result: FAILED, tvrByte3: PIN_PAD_ABSENT };
  }
}

/** A terminal that supports no method with a PIN has no pad for it. */
function hasPinPad({ supports }: CvmTerminal): boolean {
  return [PLAIN_PIN, ONLINE_PIN, PLAIN_PIN_AND_SIGNATURE, ENCIPHERED_PIN, ENCIPHERED_PIN_AND_SIGNATURE].some(
    (method) => supports.has(method),
  );
}

function outcomeOf(rule: CvmRule | undefined, result: number, tvrByte3: number): CvmOutcome {
  const code = rule === undefined ? NONE_PERFORMED : rule.method | (rule.goesOn ? 0x40 : 0);
  const isVerified = rule !== undefined && result !== FAILED;
  return {
    method: isVerified ? rule.method : undefined,
    isSignatureNeeded: isVerified && WITH_SIGNATURE.has(rule.method),
    results: Uint8Array.of(code, rule?.condition ?? 0, result),
    tvrByte3,
  };
}
