// TCP connections out of packets: both directions put in order by sequence number, repeated segments once
// (RFC 9293). What was never captured is a gap, behind which the stream of that direction ends.

import type { Packet } from './capture-file.js';

/** Bytes of one direction, and when each piece of them arrived. */
export interface Stream {
  readonly bytes: Uint8Array;
  /** In order: the offset at which a piece begins, and when it arrived. */
  readonly pieces: ReadonlyArray<{ readonly offset: number; readonly at: number }>;
  /** True when bytes are missing behind the last of these. */
  readonly hasGap: boolean;
}

export interface Connection {
  /** `address:port` of the side that opened it, or of the higher port. */
  readonly client: string;
  readonly server: string;
  readonly fromClient: Stream;
  readonly fromServer: Stream;
}

interface Segment {
  readonly source: string;
  readonly target: string;
  readonly sequence: number;
  readonly opens: boolean;
  readonly payload: Uint8Array;
  readonly at: number;
}

const STREAM_BYTES_MAX = 16 * 1024 * 1024;
const SEQUENCES = 2 ** 32;

export function connectionsOf(packets: readonly Packet[]): readonly Connection[] {
  const groups = new Map<string, Segment[]>();
  for (const packet of packets) {
    const segment = segmentOf(packet);
    if (!segment) continue;
    const key = [segment.source, segment.target].sort().join(' ');
    const group = groups.get(key);
    if (group) group.push(segment);
    else groups.set(key, [segment]);
  }
  return [...groups.values()].map(connectionOf).filter(hasBytes);
}

function hasBytes({ fromClient, fromServer }: Connection): boolean {
  return fromClient.bytes.length + fromServer.bytes.length > 0;
}

function connectionOf(segments: readonly Segment[]): Connection {
  const first = segments.find(({ opens }) => opens) ?? segments[0]!;
  const port = (address: string): number => Number(address.slice(address.lastIndexOf(':') + 1));
  const opener = first.opens || port(first.source) > port(first.target);
  const [client, server] = opener ? [first.source, first.target] : [first.target, first.source];
  const from = (side: string): Stream => inOrder(segments.filter(({ source }) => source === side));
  return { client, server, fromClient: from(client), fromServer: from(server) };
}

function inOrder(segments: readonly Segment[]): Stream {
  const opening = segments.find(({ opens }) => opens);
  const data = segments.filter(({ payload }) => payload.length > 0);
  if (data.length === 0) return { bytes: new Uint8Array(0), pieces: [], hasGap: false };
  const start = opening ? (opening.sequence + 1) % SEQUENCES : data[0]!.sequence;
  const placed = data
    .map((segment) => ({ ...segment, offset: distance(start, segment.sequence) }))
    .filter(({ offset }) => offset > -STREAM_BYTES_MAX && offset < STREAM_BYTES_MAX)
    .sort((one, other) => one.offset - other.offset || one.at - other.at);
  const parts: Uint8Array[] = [];
  const pieces: Array<{ offset: number; at: number }> = [];
  let end = 0;
  let hasGap = false;
  for (const { offset, payload, at } of placed) {
    if (offset > end) {
      hasGap = true;
      break;
    }
    const fresh = payload.subarray(end - offset);
    if (fresh.length === 0) continue;
    pieces.push({ offset: end, at });
    parts.push(fresh);
    end += fresh.length;
  }
  const bytes = new Uint8Array(end);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, pieces, hasGap };
}

/** How far behind `start` a sequence number is, in the circle of 2^32. */
function distance(start: number, sequence: number): number {
  const ahead = (sequence - start + SEQUENCES) % SEQUENCES;
  return ahead < SEQUENCES / 2 ? ahead : ahead - SEQUENCES;
}

/** Where the network layer begins, by link type: loopback, Ethernet, raw, Linux cooked and its second form. */
function networkAt({ linkType, bytes }: Packet): number | undefined {
  switch (linkType) {
    case 0:
    case 108:
      return 4;
    case 1: {
      const type = ((bytes[12] ?? 0) << 8) | (bytes[13] ?? 0);
      return type === 0x8100 ? 18 : 14;
    }
    case 12:
    case 101:
    case 228:
    case 229:
      return 0;
    case 113:
      return 16;
    case 276:
      return 20;
    default:
      return undefined;
  }
}

function segmentOf(packet: Packet): Segment | undefined {
  const at = networkAt(packet);
  if (at === undefined) return undefined;
  const ip = packet.bytes.subarray(at);
  if (ip.length < 20) return undefined;
  const version = ip[0]! >> 4;
  if (version === 4) {
    const header = (ip[0]! & 15) * 4;
    const total = Math.min((ip[2]! << 8) | ip[3]! || ip.length, ip.length);
    const fragment = ((ip[6]! & 0x1f) << 8) | ip[7]!;
    if (ip[9] !== 6 || header < 20 || fragment !== 0) return undefined;
    return tcpSegment(ip.subarray(header, total), dotted(ip, 12), dotted(ip, 16), packet.at);
  }
  if (version !== 6 || ip.length < 40 || ip[6] !== 6) return undefined;
  const length = (ip[4]! << 8) | ip[5]! || ip.length - 40;
  return tcpSegment(ip.subarray(40, 40 + length), colons(ip, 8), colons(ip, 24), packet.at);
}

function tcpSegment(tcp: Uint8Array, source: string, target: string, at: number): Segment | undefined {
  if (tcp.length < 20) return undefined;
  const view = new DataView(tcp.buffer, tcp.byteOffset, tcp.byteLength);
  const header = (tcp[12]! >> 4) * 4;
  if (header < 20 || header > tcp.length) return undefined;
  return {
    source: `${source}:${view.getUint16(0)}`,
    target: `${target}:${view.getUint16(2)}`,
    sequence: view.getUint32(4),
    // SYN without ACK.
    opens: (tcp[13]! & 0x12) === 0x02,
    payload: tcp.subarray(header),
    at,
  };
}

function dotted(ip: Uint8Array, at: number): string {
  return ip.subarray(at, at + 4).join('.');
}

function colons(ip: Uint8Array, at: number): string {
  const groups = Array.from({ length: 8 }, (_, group) =>
    ((ip[at + group * 2]! << 8) | ip[at + group * 2 + 1]!).toString(16),
  );
  return `[${groups.join(':')}]`;
}
