// Messages of ours, decoded by tshark, which knows nothing of this project: `node conformance/tshark.mjs [messages]
// [seed]`, after a build. Half are ISO 8583:1987 in ASCII with all fields, half cup-pos with the fields that tshark
// reads (docs: conformance/README.md). Where tshark is missing it says so in one line and ends with 0.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../scripts/run.mjs';

const built = (path) => import(pathToFileURL(join(root, path)).href);
const { binary2, frameMessage, Message, pack, toHex } = await built('packages/iso8583/dist/index.js');
const { iso1987Ascii } = await built('packages/iso8583/dist/specs/index.js');
const { cupPos } = await built('packages/pos-protocol/dist/index.js');

const PORT = 8583;
const BATCH = 1000;
const VALUE_MAX = 40;
const TSHARK_LIMIT_MS = 120_000;

/** It takes eight digits of field 53, fifteen of fields 86 to 89, and the third bitmap for none. */
const ASCII_LEFT_OUT = [53, 65, 86, 87, 88, 89];
/** Of cup-pos: it has other ideas of an odd digit, counts a packed track in bytes, and knows no private fields. */
const CUP_LEFT_OUT = [22, 23, 35, 36, 48, 53, 55, 60, 61, 62];
/** Where it takes fewer characters than the standard has. */
const ONLY_DIGITS = [92, 93];
/** PIN block, MACs and a security code, which it shows in hexadecimal. */
const AS_HEX = [52, 64, 96, 128];

const sides = [
  {
    spec: iso1987Ascii,
    leftOut: ASCII_LEFT_OUT,
    options: ['charset:ascii', 'binencode:ascii'],
    evenDigits: false,
  },
  { spec: cupPos, leftOut: CUP_LEFT_OUT, options: ['charset:bcd', 'binencode:bin'], evenDigits: true },
];

if (spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status !== 0) {
  process.stdout.write('skipped: this check needs tshark\n');
} else {
  process.exitCode = check(Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 20_261_122));
}

function check(messages, seed) {
  const below = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), 'tillgate-tshark-'));
  let [passed, failed] = [0, 0];
  try {
    for (let done = 0; done < messages; done += BATCH) {
      const side = sides[(done / BATCH) % sides.length];
      const batch = Array.from({ length: Math.min(BATCH, messages - done) }, () =>
        randomMessage(side, below),
      );
      const decoded = decode(join(folder, 'messages.pcap'), side, batch);
      batch.forEach((message, index) => {
        const difference = differenceOf(message, decoded[index]);
        if (difference === undefined) passed += 1;
        else {
          failed += 1;
          process.stdout.write(`seed ${seed}, message ${done + index} of ${side.spec.name}: ${difference}\n`);
        }
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed === messages ? 0 : 1;
}

/** Numbers from 0 up to but not including `limit`, the same for the same seed (mulberry32). */
function seeded(seed) {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
}

function randomMessage({ spec, leftOut, evenDigits }, below) {
  const message = new Message(['0100', '0200', '0210', '0400', '0800'][below(5)]);
  // It takes very short messages for none.
  message.set(4, '000000001234').set(11, '000001').set(41, 'TERMINAL').set(42, 'MERCHANT0000001');
  for (const [id, field] of Object.entries(spec.fields)) {
    const number = Number(id);
    if (leftOut.includes(number) || below(3) > 0) continue;
    message.set(number, randomValue(number, field, evenDigits, below));
  }
  return { message, framed: frameMessage(binary2, pack(spec, message)) };
}

function randomValue(number, { kind, encoding, length, prefix }, evenDigits, below) {
  let units = prefix.digits === 0 ? length : 2 + below(Math.min(length, VALUE_MAX) - 1);
  if (evenDigits && encoding === 'bcd' && prefix.digits > 0) units = Math.max(2, units - (units % 2));
  const characters = ONLY_DIGITS.includes(number) ? '0123456789' : charactersOf(kind);
  if (kind === 'b') {
    // Texts of the dialect travel as bytes too.
    return Uint8Array.from({ length: units }, () =>
      AS_HEX.includes(number) ? below(256) : 0x41 + below(26),
    );
  }
  const text = Array.from({ length: units }, () => characters[below(characters.length)]).join('');
  return kind === 'x+n' ? 'CD'[below(2)] + text.slice(1) : text;
}

function charactersOf(kind) {
  const digits = '0123456789';
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  if (kind === 'ns') return `${digits}-/.`;
  if (kind === 'an') return digits + letters;
  return kind === 'ans' ? `${digits}${letters}-/.,:` : digits;
}

function decode(file, { options }, batch) {
  writeFileSync(file, capture(batch.map(({ framed }) => framed)));
  const settings = ['len_endian:bigendian', ...options].flatMap((option) => ['-o', `iso8583.${option}`]);
  const args = ['-r', file, '-d', `tcp.port==${PORT},iso8583`, ...settings, '-T', 'json', '-J', 'iso8583'];
  const { stdout, stderr, status } = spawnSync('tshark', args, {
    ...{ encoding: 'utf8', timeout: TSHARK_LIMIT_MS, maxBuffer: 512 * 1024 * 1024 },
  });
  if (status !== 0) throw new Error(`tshark: ${stderr}`);
  return JSON.parse(stdout).map((packet) => packet._source.layers.iso8583);
}

/** A capture file (pcap, raw IPv4) with each message in a TCP segment of its own. */
function capture(messages) {
  const parts = [head(24, [0xa1b2c3d4, 0x00040002, 0, 0, 65535, 101])];
  let sequence = 1;
  messages.forEach((message, index) => {
    const tcp = Buffer.from('0000000000000000000000005018ffff00000000', 'hex');
    tcp.writeUInt16BE(40_000, 0);
    tcp.writeUInt16BE(PORT, 2);
    tcp.writeUInt32BE(sequence, 4);
    tcp.writeUInt32BE(1, 8);
    const ip = Buffer.from('450000000000000040060000' + '7f000001' + '7f000001', 'hex');
    const length = ip.length + tcp.length + message.length;
    ip.writeUInt16BE(length, 2);
    parts.push(head(16, [index, 0, length, length]), ip, tcp, message);
    sequence += message.length;
  });
  return Buffer.concat(parts);
}

function head(bytes, words) {
  const buffer = Buffer.alloc(bytes);
  for (const [index, word] of words.entries()) buffer.writeUInt32LE(word, index * 4);
  return buffer;
}

/** What differs, or undefined. Values are made up: they may be printed. */
function differenceOf({ message }, decoded) {
  if (decoded === undefined) return 'not taken for a message';
  if (decoded['iso8583.mti'] !== message.mti) return `MTI ${decoded['iso8583.mti']}`;
  for (const field of message.fieldNumbers()) {
    const value = message.value(field);
    const expected = typeof value === 'string' ? value : valueText(field, value);
    const shown = String(decoded[`iso8583.bit${field}`] ?? 'missing');
    // It shows stray characters behind bytes.
    if (shown.slice(0, expected.length) !== expected) return `field ${field}: ${expected}, shown ${shown}`;
  }
  const fields = Object.keys(decoded).flatMap((key) => /^iso8583\.bit(\d+)$/.exec(key)?.[1] ?? []);
  const more = fields.find((field) => field !== '1' && !message.has(Number(field)));
  return more === undefined ? undefined : `field ${more} from nowhere`;
}

function valueText(field, bytes) {
  return AS_HEX.includes(field) ? toHex(bytes) : Buffer.from(bytes).toString('latin1');
}
