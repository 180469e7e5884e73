// The body of a frame: TPDU, header and message; and the bytes that the MAC covers. The key stays with the
// caller: the HSM on one side, the PIN pad on the other.

import {
  type ByteRange,
  type Message,
  PackFault,
  type Problem,
  pack,
  packNibbles,
  toHex,
  type Unpacked,
  unpack,
} from '@tillgate/iso8583';
import { cupPos } from './cup-pos.js';

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
  readonly tpdu: Tpdu;
  readonly header: Header;
  readonly message: Message;
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
} as const;

const TPDU_BYTES = 5;
const HEADER_BYTES = 6;
const MESSAGE_AT: number = TPDU_BYTES + HEADER_BYTES;
const MAC_FIELD = 64;
const MAC_BYTES = 8;

export interface ParsedBody {
  /** Undefined when TPDU, header or MTI could not be read; with problems it holds what could be read. */
  readonly envelope: Envelope | undefined;
  readonly problems: readonly Problem[];
  /** Offsets count from the start of the body; `tpdu` and `header` come first. */
  readonly ranges: readonly ByteRange[];
  /** MTI up to the byte before F64; undefined when there is no F64. A view of the body, not a copy. */
  readonly macInput: Uint8Array | undefined;
}

/** Reads a frame's body. Never throws, whatever the bytes are. */
export function parseBody(body: Uint8Array): ParsedBody {
  if (body.length < MESSAGE_AT) {
    return failed('header', body.length, `${MESSAGE_AT} bytes of TPDU and header`, `${body.length} left`);
  }
  if (body[0] !== 0x60) return failed('tpdu', 0, 'TPDU identifier 60', 'another byte');
  const read = unpack(cupPos, body, MESSAGE_AT);
  const { tpdu, header } = readFront(body);
  return {
    envelope: read.message.mti === '' ? undefined : { tpdu, header, message: read.message },
    problems: read.problems,
    get ranges() {
      return [...frontRanges, ...read.ranges];
    },
    macInput: macInputOf(body, read),
  };
}

const frontRanges: readonly ByteRange[] = [
  { field: 'tpdu', part: 'data', start: 0, end: TPDU_BYTES },
  { field: 'header', part: 'data', start: TPDU_BYTES, end: MESSAGE_AT },
];

function failed(field: string, offset: number, expected: string, got: string): ParsedBody {
  const problems = [{ field, offset, expected, got }];
  return { envelope: undefined, problems, ranges: [], macInput: undefined };
}

function readFront(body: Uint8Array): { tpdu: Tpdu; header: Header } {
  const digits = toHex(body, 0, MESSAGE_AT);
  return {
    tpdu: { id: '60', destination: digits.slice(2, 6), source: digits.slice(6, 10) },
    header: {
      applicationClass: digits.slice(10, 12),
      softwareVersion: digits.slice(12, 14),
      terminalStatus: digits.slice(14, 15),
      centreRequest: digits.slice(15, 16),
      subVersion: digits.slice(16, 22),
    },
  };
}

function macInputOf(body: Uint8Array, read: Unpacked): Uint8Array | undefined {
  const macAt = read.startOf(MAC_FIELD);
  return macAt === undefined ? undefined : body.subarray(MESSAGE_AT, macAt);
}

/** Throws a PackFault for a message or an envelope that does not fit the dialect. */
export function packBody(envelope: Envelope): Uint8Array {
  const bytes = pack(cupPos, envelope.message, MESSAGE_AT);
  bytes.set(packNibbles(frontDigits(envelope)));
  return bytes;
}

function frontDigits({ tpdu, header }: Envelope): string {
  const addresses = `${tpdu.id}${tpdu.destination}${tpdu.source}`;
  if (!/^60[0-9A-F]{8}$/.test(addresses))
    throw new PackFault('tpdu', 'addresses of 4 digits', 'another text');
  const { applicationClass, softwareVersion, terminalStatus, centreRequest, subVersion } = header;
  const parts = [applicationClass, softwareVersion, terminalStatus, centreRequest, subVersion];
  if (parts.map((part) => part.length).join() !== '2,2,1,1,6' || !/^[0-9A-F]*$/.test(parts.join(''))) {
    throw new PackFault('header', '12 digits as 2, 2, 1, 1 and 6', 'another text');
  }
  return addresses + parts.join('');
}

/**
 * Packs with bit 64 set and F64 from `mac`, which gets MTI up to the byte before F64 and answers 8 bytes.
 * The message itself is left as it was.
 */
export async function packMaced(
  envelope: Envelope,
  mac: (input: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const message = envelope.message.clone().set(MAC_FIELD, new Uint8Array(MAC_BYTES));
  const bytes = packBody({ ...envelope, message });
  const macAt = bytes.length - MAC_BYTES;
  const value = await mac(bytes.slice(MESSAGE_AT, macAt));
  if (value.length !== MAC_BYTES) throw new PackFault('64', `${MAC_BYTES} bytes`, `${value.length}`);
  bytes.set(value, macAt);
  return bytes;
}

/** An answer goes back where the request came from. */
export function answerTpdu(tpdu: Tpdu): Tpdu {
  return { id: tpdu.id, destination: tpdu.source, source: tpdu.destination };
}
