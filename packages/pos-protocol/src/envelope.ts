// The body of a frame: TPDU, header and message, as far as the profile has them; and the bytes that the MAC
// covers. The key stays with the caller: the HSM on one side, the PIN pad on the other.

import {
  type ByteRange,
  type Message,
  PackFault,
  type Problem,
  pack,
  packNibbles,
  type Spec,
  toHex,
  type Unpacked,
  unpack,
} from '@tillgate/iso8583';
import { cupPos, cupPosWide } from './cup-pos.js';
import type { Profile } from './profile.js';
import { standardProfile } from './shipped-profiles.js';

/** Transport protocol data unit; addresses are four digits. */
export interface Tpdu {
  readonly id: '60';
  readonly destination: string;
  readonly source: string;
}

/** Twelve digits in front of the MTI. */
export interface Header {
  /** Two digits: 60 stripe, 61 chip; any is accepted. */
  readonly applicationClass: string;
  /** Two digits. */
  readonly softwareVersion: string;
  /** One digit. */
  readonly terminalStatus: string;
  /** One digit, what the centre asks the terminal to do next: see `centreRequests`. */
  readonly centreRequest: string;
  /** Six digits. */
  readonly subVersion: string;
}

export interface Envelope {
  /** Undefined in a layout without one; so with the header. */
  readonly tpdu: Tpdu | undefined;
  readonly header: Header | undefined;
  readonly message: Message;
}

/** What must be known of a terminal to read its bytes. */
export interface BodyLayout {
  /** Whether it stands in front of the MTI; so with the header. */
  readonly tpdu: boolean;
  readonly header: boolean;
  /** F52 has sixteen bytes, not eight. */
  readonly widePinBlock: boolean;
}

export function bodyLayoutOf(profile: Profile): BodyLayout {
  return {
    tpdu: profile.tpdu !== 'absent',
    header: profile.header === 'present',
    widePinBlock: profile.keyScheme !== 'tdes',
  };
}

/**
 * Layouts that differ only in F52 cannot be taken for each other where F53 follows it: read as a length it is above
 * every most. Without F53, which every message with a PIN block owes, the longer F52 may be the two of them.
 */
function specOf({ widePinBlock }: Pick<BodyLayout, 'widePinBlock'>): Spec {
  return widePinBlock ? cupPosWide : cupPos;
}

/** Digit 6 of the header in answers. */
export const centreRequests = {
  nothing: '0',
  downloadParameters: '1',
  uploadStatus: '2',
  signOn: '3',
  updatePublicKeys: '4',
  downloadChipParameters: '5',
  updateSoftware: '6',
  /** This dialect's extension: fetch a new key of its own; for terminals that hold a certificate. */
  loadOwnKey: '7',
} as const;

type Front = Pick<BodyLayout, 'tpdu' | 'header'>;

const TPDU_BYTES = 5;
const TPDU_ID = 0x60;
const HEADER_BYTES = 6;
const MAC_FIELD = 64;
const MAC_BYTES = 8;
/** Requests and answers of the dialect: 01xx to 09xx of ISO 8583:1987. */
const MTI_FIRST_BYTES = { least: 0x01, most: 0x09 } as const;

export interface ParsedBody {
  /** The one of the layouts offered in which the bytes were read. */
  readonly layout: BodyLayout;
  /** Undefined when TPDU, header or MTI could not be read; with problems it holds what could be read. */
  readonly envelope: Envelope | undefined;
  readonly problems: readonly Problem[];
  /** Offsets count from the start of the body; `tpdu` and `header` come first. */
  readonly ranges: readonly ByteRange[];
  /** MTI up to the byte before F64; undefined when there is no F64. A view of the body, not a copy. */
  readonly macInput: Uint8Array | undefined;
}

const STANDARD_LAYOUT = bodyLayoutOf(standardProfile);
const STANDARD_LAYOUTS: readonly BodyLayout[] = [STANDARD_LAYOUT, { ...STANDARD_LAYOUT, widePinBlock: true }];

/**
 * Reads a frame's body. Never throws, whatever the bytes are.
 * @param layouts what may be here, at least one: the first in which the whole message fits, else the
 *   first in which an MTI stands where it should, else the first
 */
export function parseBody(body: Uint8Array, layouts: readonly BodyLayout[] = STANDARD_LAYOUTS): ParsedBody {
  const [only] = layouts;
  if (only && layouts.length === 1) return parseIn(only, body);
  const plausible = layouts.filter((layout) => hasMtiAfter(layout, body));
  let best: ParsedBody | undefined;
  for (const layout of plausible) {
    const parsed = parseIn(layout, body);
    if (parsed.problems.length === 0) return parsed;
    best ??= parsed;
  }
  return best ?? parseIn(only ?? STANDARD_LAYOUT, body);
}

function hasMtiAfter(layout: BodyLayout, body: Uint8Array): boolean {
  const first = body[frontBytes(layout)] ?? 0;
  if (layout.tpdu && body[0] !== TPDU_ID) return false;
  return first >= MTI_FIRST_BYTES.least && first <= MTI_FIRST_BYTES.most;
}

function frontBytes({ tpdu, header }: Front): number {
  return (tpdu ? TPDU_BYTES : 0) + (header ? HEADER_BYTES : 0);
}

function parseIn(layout: BodyLayout, body: Uint8Array): ParsedBody {
  const messageAt = frontBytes(layout);
  if (body.length < messageAt) {
    return failed(
      layout,
      'header',
      body.length,
      `${messageAt} bytes of TPDU and header`,
      `${body.length} left`,
    );
  }
  if (layout.tpdu && body[0] !== TPDU_ID)
    return failed(layout, 'tpdu', 0, 'TPDU identifier 60', 'another byte');
  const read = unpack(specOf(layout), body, messageAt);
  return {
    layout,
    envelope: read.message.mti === '' ? undefined : { ...readFront(layout, body), message: read.message },
    problems: read.problems,
    get ranges() {
      return [...frontRanges(layout), ...read.ranges];
    },
    macInput: macInputOf(body, messageAt, read),
  };
}

function frontRanges({ tpdu, header }: Front): readonly ByteRange[] {
  const ranges: ByteRange[] = [];
  const tpduEnd = tpdu ? TPDU_BYTES : 0;
  if (tpdu) ranges.push({ field: 'tpdu', part: 'data', start: 0, end: tpduEnd });
  if (header) ranges.push({ field: 'header', part: 'data', start: tpduEnd, end: tpduEnd + HEADER_BYTES });
  return ranges;
}

function failed(
  layout: BodyLayout,
  field: string,
  offset: number,
  expected: string,
  got: string,
): ParsedBody {
  const problems = [{ field, offset, expected, got }];
  return { layout, envelope: undefined, problems, ranges: [], macInput: undefined };
}

function readFront(layout: BodyLayout, body: Uint8Array): Pick<Envelope, 'tpdu' | 'header'> {
  const digits = toHex(body, 0, frontBytes(layout));
  const header = layout.tpdu ? digits.slice(2 * TPDU_BYTES) : digits;
  return {
    tpdu: layout.tpdu
      ? { id: '60', destination: digits.slice(2, 6), source: digits.slice(6, 10) }
      : undefined,
    header: layout.header
      ? {
          applicationClass: header.slice(0, 2),
          softwareVersion: header.slice(2, 4),
          terminalStatus: header.slice(4, 5),
          centreRequest: header.slice(5, 6),
          subVersion: header.slice(6, 12),
        }
      : undefined,
  };
}

function macInputOf(body: Uint8Array, messageAt: number, read: Unpacked): Uint8Array | undefined {
  const macAt = read.startOf(MAC_FIELD);
  return macAt === undefined ? undefined : body.subarray(messageAt, macAt);
}

/**
 * The front that the envelope has, then the message; the profile says how odd digits are padded.
 * Throws a PackFault for a message or an envelope that does not fit the dialect.
 */
export function packBody(envelope: Envelope, profile: Profile = standardProfile): Uint8Array {
  const messageAt = messageOffset(envelope);
  const spec = specOf(bodyLayoutOf(profile));
  const bytes = pack(spec, envelope.message, messageAt);
  if (messageAt > 0) bytes.set(packNibbles(frontDigits(envelope)));
  if (profile.padNibble === 'F') fillPads(spec, bytes, messageAt);
  return bytes;
}

function messageOffset({ tpdu, header }: Envelope): number {
  return frontBytes({ tpdu: tpdu !== undefined, header: header !== undefined });
}

/** Packing writes pad nibbles as 0: this makes them F. */
function fillPads(spec: Spec, bytes: Uint8Array, messageAt: number): void {
  for (const { field, part, start } of unpack(spec, bytes, messageAt).ranges) {
    if (part !== 'pad') continue;
    const pad = spec.fields[Number(field)]?.padNibble === 'before' ? 0xf0 : 0x0f;
    bytes[start] = bytes[start]! | pad;
  }
}

function frontDigits({ tpdu, header }: Envelope): string {
  return (tpdu ? tpduDigits(tpdu) : '') + (header ? headerDigits(header) : '');
}

function tpduDigits({ id, destination, source }: Tpdu): string {
  const digits = `${id}${destination}${source}`;
  if (!/^60[0-9A-F]{8}$/.test(digits)) throw new PackFault('tpdu', 'addresses of 4 digits', 'another text');
  return digits;
}

function headerDigits(header: Header): string {
  const { applicationClass, softwareVersion, terminalStatus, centreRequest, subVersion } = header;
  const parts = [applicationClass, softwareVersion, terminalStatus, centreRequest, subVersion];
  if (parts.map((part) => part.length).join() !== '2,2,1,1,6' || !/^[0-9A-F]*$/.test(parts.join(''))) {
    throw new PackFault('header', '12 digits as 2, 2, 1, 1 and 6', 'another text');
  }
  return parts.join('');
}

/**
 * Packs with bit 64 set and F64 from `mac`, which gets MTI up to the byte before F64 and answers 8 bytes.
 * The message itself is left as it was.
 */
export async function packMaced(
  envelope: Envelope,
  mac: (input: Uint8Array) => Promise<Uint8Array>,
  profile: Profile = standardProfile,
): Promise<Uint8Array> {
  const message = envelope.message.clone().set(MAC_FIELD, new Uint8Array(MAC_BYTES));
  const bytes = packBody({ ...envelope, message }, profile);
  const macAt = bytes.length - MAC_BYTES;
  const value = await mac(bytes.slice(messageOffset(envelope), macAt));
  if (value.length !== MAC_BYTES) throw new PackFault('64', `${MAC_BYTES} bytes`, `${value.length}`);
  bytes.set(value, macAt);
  return bytes;
}

/** An answer goes back where the request came from; some terminals want the addresses as they sent them. */
export function answerTpdu(tpdu: Tpdu | undefined, profile: Profile = standardProfile): Tpdu | undefined {
  if (tpdu === undefined || profile.tpdu === 'same') return tpdu;
  return { id: tpdu.id, destination: tpdu.source, source: tpdu.destination };
}
