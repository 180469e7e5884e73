// Packets of a capture file: the classic format in either byte order and with micro- or nanoseconds, and pcapng
// with its enhanced and simple packet blocks (draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng). Pure: bytes in.

/** One packet as it was on the line. */
export interface Packet {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** The registry's number of the link layer, such as 1 for Ethernet. */
  readonly linkType: number;
  readonly bytes: Uint8Array;
}

export interface CaptureFile {
  readonly packets: readonly Packet[];
  /** Why the reading ended before the end of the file; undefined when it did not. */
  readonly problem: string | undefined;
}

const PACKETS_MAX = 1_000_000;
const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const SIMPLE = 3;
const ENHANCED = 6;
const TIME_RESOLUTION = 9;

export function readCaptureFile(file: Uint8Array): CaptureFile {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 24) return { packets: [], problem: 'shorter than the header of a capture file' };
  if (view.getUint32(0) === SECTION) return readBlocks(view, file);
  const magic = view.getUint32(0);
  const little = magic === 0xd4c3b2a1 || magic === 0x4d3cb2a1;
  const nano = magic === 0xa1b23c4d || magic === 0x4d3cb2a1;
  if (!little && magic !== 0xa1b2c3d4 && !nano) return { packets: [], problem: 'no capture file' };
  return readRecords(view, file, little, nano ? 1e6 : 1e3);
}

function readRecords(view: DataView, file: Uint8Array, little: boolean, perMs: number): CaptureFile {
  const linkType = view.getUint32(20, little) & 0xffff;
  const packets: Packet[] = [];
  let at = 24;
  while (at + 16 <= file.length && packets.length < PACKETS_MAX) {
    const [seconds, fraction, length] = [0, 4, 8].map((offset) => view.getUint32(at + offset, little));
    const end = at + 16 + length!;
    if (end > file.length) return { packets, problem: `packet ${packets.length + 1} is cut off` };
    const time = seconds! * 1000 + fraction! / perMs;
    packets.push({ at: time, linkType, bytes: file.subarray(at + 16, end) });
    at = end;
  }
  return { packets, problem: at === file.length ? undefined : 'bytes behind the last packet' };
}

interface Interface {
  readonly linkType: number;
  readonly perMs: number;
}

function readBlocks(view: DataView, file: Uint8Array): CaptureFile {
  const packets: Packet[] = [];
  let interfaces: Interface[] = [];
  let little = false;
  let at = 0;
  while (at + 12 <= file.length && packets.length < PACKETS_MAX) {
    if (view.getUint32(at) === SECTION) {
      little = view.getUint32(at + 8) === 0x4d3c2b1a;
      interfaces = [];
    }
    const [type, length] = [view.getUint32(at, little), view.getUint32(at + 4, little)];
    if (length < 12 || length % 4 !== 0 || at + length > file.length) {
      return { packets, problem: `the block at byte ${at} has no length that fits` };
    }
    if (type === INTERFACE && length >= 20) interfaces.push(readInterface(view, at, length, little));
    const packet = readPacketBlock(view, file, { at, length, type, little, interfaces });
    if (packet) packets.push(packet);
    at += length;
  }
  return { packets, problem: at === file.length ? undefined : 'bytes behind the last block' };
}

function readInterface(view: DataView, at: number, length: number, little: boolean): Interface {
  const linkType = view.getUint16(at + 8, little);
  let perMs = 1e3;
  for (let option = at + 16; option + 4 <= at + length - 4; ) {
    const [code, size] = [view.getUint16(option, little), view.getUint16(option + 2, little)];
    if (code === 0) break;
    if (code === TIME_RESOLUTION && size >= 1) {
      const value = view.getUint8(option + 4);
      perMs = ((value & 0x80) === 0 ? 10 ** value : 2 ** (value & 0x7f)) / 1000;
    }
    option += 4 + size + ((4 - (size % 4)) % 4);
  }
  return { linkType, perMs };
}

interface Block {
  readonly at: number;
  readonly length: number;
  readonly type: number;
  readonly little: boolean;
  readonly interfaces: readonly Interface[];
}

function readPacketBlock(view: DataView, file: Uint8Array, block: Block): Packet | undefined {
  const { at, length, type, little, interfaces } = block;
  if (type === SIMPLE && length >= 16 && interfaces[0]) {
    const size = Math.min(view.getUint32(at + 8, little), length - 16);
    return { at: 0, linkType: interfaces[0].linkType, bytes: file.subarray(at + 12, at + 12 + size) };
  }
  if (type !== ENHANCED || length < 32) return undefined;
  const from = interfaces[view.getUint32(at + 8, little)];
  const size = view.getUint32(at + 20, little);
  if (!from || size > length - 32) return undefined;
  const ticks = view.getUint32(at + 12, little) * 2 ** 32 + view.getUint32(at + 16, little);
  return { at: ticks / from.perMs, linkType: from.linkType, bytes: file.subarray(at + 28, at + 28 + size) };
}
