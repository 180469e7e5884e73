// Capture files as a recorder writes them: TCP segments in IPv4 in Ethernet, in the classic format and in pcapng.

export interface Sent {
  readonly from: 'client' | 'server';
  /** Milliseconds. */
  readonly at: number;
  /** Offset of the first byte in its direction. */
  readonly offset: number;
  readonly payload: Uint8Array;
}

const CLIENT = { address: [127, 0, 0, 1], port: 40_001 };
const SERVER = { address: [127, 0, 0, 2], port: 8583 };
const FIRST = { client: 0xfffffff0, server: 77 };

function packet({ from, offset, payload }: Sent, flags = 0x18): Uint8Array {
  const [source, target] = from === 'client' ? [CLIENT, SERVER] : [SERVER, CLIENT];
  const bytes = new Uint8Array(14 + 20 + 20 + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(12, 0x0800);
  view.setUint8(14, 0x45);
  view.setUint16(16, 40 + payload.length);
  view.setUint8(23, 6);
  bytes.set(source.address, 26);
  bytes.set(target.address, 30);
  view.setUint16(34, source.port);
  view.setUint16(36, target.port);
  view.setUint32(38, (FIRST[from] + offset) % 2 ** 32);
  view.setUint8(46, 0x50);
  view.setUint8(47, flags);
  bytes.set(payload, 54);
  return bytes;
}

function packetsOf(sent: readonly Sent[]): ReadonlyArray<{ at: number; bytes: Uint8Array }> {
  const opening = (from: 'client' | 'server', flags: number): { at: number; bytes: Uint8Array } => ({
    at: 0,
    bytes: packet({ from, at: 0, offset: -1, payload: new Uint8Array(0) }, flags),
  });
  const data = sent.map((one) => ({ at: one.at, bytes: packet(one) }));
  return [opening('client', 0x02), opening('server', 0x12), ...data];
}

export function classicCapture(sent: readonly Sent[], little: boolean): Uint8Array {
  const packets = packetsOf(sent);
  const file = new Uint8Array(24 + packets.reduce((sum, { bytes }) => sum + 16 + bytes.length, 0));
  const view = new DataView(file.buffer);
  view.setUint32(0, 0xa1b2c3d4, little);
  view.setUint32(20, 1, little);
  let at = 24;
  for (const { at: time, bytes } of packets) {
    view.setUint32(at, Math.floor(time / 1000), little);
    view.setUint32(at + 4, (time % 1000) * 1000, little);
    view.setUint32(at + 8, bytes.length, little);
    view.setUint32(at + 12, bytes.length, little);
    file.set(bytes, at + 16);
    at += 16 + bytes.length;
  }
  return file;
}

export function blockCapture(sent: readonly Sent[]): Uint8Array {
  const block = (type: number, body: Uint8Array): number[] => {
    const padded = [...body, ...new Uint8Array((4 - (body.length % 4)) % 4)];
    const length = words(12 + padded.length);
    return [...words(type), ...length, ...padded, ...length];
  };
  const section = block(
    0x0a0d0d0a,
    Uint8Array.from([...words(0x1a2b3c4d), ...words(1), ...words(0xffffffff), ...words(0xffffffff)]),
  );
  // Link type 1, then the option that times are in milliseconds.
  const described = block(1, Uint8Array.from([...words(1), ...words(0), 9, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0]));
  const packets = packetsOf(sent).flatMap(({ at, bytes }) =>
    block(
      6,
      Uint8Array.from([
        ...words(0),
        ...words(0),
        ...words(at),
        ...words(bytes.length),
        ...words(bytes.length),
        ...bytes,
      ]),
    ),
  );
  return Uint8Array.from([...section, ...described, ...packets]);
}

/** Little endian, as most recorders write. */
function words(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255];
}
