// `tillgate bench codec`: unpack and pack of a 17-field purchase, beside its yardstick in the same run: the
// npm package `iso_8583` with the format that suits it best. The package is loaded here and nowhere else.

import { cpus } from 'node:os';
import { Message, pack, unpack } from '@tillgate/iso8583';
import { cupPos } from '@tillgate/pos-protocol';
import type { Command } from 'commander';
import { systemClock } from '../kernel/clock.js';
import { assert } from '../kernel/fault.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';

const YARDSTICK = 'iso_8583';
const ROUNDS = 7;
const ROUND_MICROS = 300_000;
const SETTLING_MICROS = 100_000;

/** Seventeen fields with made-up card data; binary fields in hexadecimal for the yardstick. */
const purchase: Readonly<Record<number, string>> = {
  2: '6299990000001000011',
  3: '000000',
  4: '000000001234',
  11: '000002',
  14: '3012',
  22: '051',
  23: '001',
  25: '00',
  26: '12',
  35: '6299990000001000011D30122200000000000',
  41: '10000001',
  42: '999290054110001',
  49: '156',
  52: '98765432ABCDEF01',
  53: '2600000000000000',
  60: '22000001000600',
  64: '3141324233433444',
};

/** One way to unpack and pack the same purchase. */
interface Contender {
  readonly name: string;
  readonly bytes: number;
  once(): void;
}

interface Measured {
  readonly name: string;
  readonly bytes: number;
  /** Unpack and pack together; the median round. */
  readonly perSecond: number;
}

export const benchCodecCommand: CliCommand = {
  name: 'bench codec',
  summary: {
    zh: '报文编解码速度,与 npm 包 iso_8583 同场比较',
    en: 'speed of the codec beside the npm package iso_8583',
  },
  examples: ['tillgate bench codec', 'tillgate bench codec -o json'],
  printsData: true,
  configure(_command: Command): void {},
  async run(cli) {
    const yardsticks = await loadYardsticks();
    if (yardsticks.length === 0) {
      cli.say(
        cli.language === 'zh'
          ? `没有安装 ${YARDSTICK},无法比较;在源码目录运行 npm ci 后再试`
          : `${YARDSTICK} is not installed, nothing to compare with; run npm ci in the clone first`,
      );
    }
    const [own, ...others] = measure([ownCodec(), ...yardsticks]);
    assert(own !== undefined, 'the codec is measured');
    print(cli, own, others);
    return yardsticks.length === 0 ? EXIT.failed : EXIT.ok;
  },
};

function ownCodec(): Contender {
  const message = new Message('0200');
  for (const [field, value] of Object.entries(purchase)) {
    const isBinary = cupPos.fields[Number(field)]?.encoding === 'binary';
    message.set(Number(field), isBinary ? Uint8Array.from(Buffer.from(value, 'hex')) : value);
  }
  const bytes = pack(cupPos, message);
  return {
    name: 'tillgate',
    bytes: bytes.length,
    once() {
      const read = unpack(cupPos, bytes);
      assert(read.problems.length === 0, 'the purchase is read');
      assert(pack(cupPos, read.message).length === bytes.length, 'the purchase is packed');
    },
  };
}

type YardstickClass = typeof import('iso_8583').default;

/** Empty when the package is not installed: it is there for this command only. */
async function loadYardsticks(): Promise<Contender[]> {
  let Codec: YardstickClass;
  try {
    Codec = (await import('iso_8583')).default;
  } catch {
    return [];
  }
  return [yardstick(Codec, 'binary bitmap', {}), yardstick(Codec, 'text bitmap', textBitmap)];
}

const textBitmap = { 1: { ContentType: 'an', Label: 'bitmap', LenType: 'fixed', MaxLen: 16 } };

/** Its other formats, so that each field has the length that it has in the dialect. */
const yardstickFormats = {
  52: { ContentType: 'b', Label: 'PIN block', LenType: 'fixed', MaxLen: 16 },
  53: { ContentType: 'n', Label: 'security control', LenType: 'fixed', MaxLen: 16 },
  60: { ContentType: 'n', Label: 'control', LenType: 'lllvar', MaxLen: 17 },
  64: { ContentType: 'b', Label: 'MAC', LenType: 'fixed', MaxLen: 16 },
};

function yardstick(Codec: YardstickClass, what: string, bitmapFormat: object): Contender {
  const formats = { ...yardstickFormats, ...bitmapFormat };
  const config = { lenHeader: false, ...('1' in bitmapFormat && { bitmapEncoding: 'utf8' }) };
  const bytes = new Codec({ 0: '0200', ...purchase }, formats).getRawMessage();
  // On failure it answers an object that says why.
  assert(Buffer.isBuffer(bytes), `${YARDSTICK} packs the purchase`);
  const expected = Object.keys(purchase).length + 1;
  return {
    name: `${YARDSTICK} (${what})`,
    bytes: bytes.length,
    once() {
      const read = new Codec(undefined, formats).getIsoJSON(bytes, config);
      assert(Object.keys(read).length === expected, `${YARDSTICK} reads the purchase`);
      assert(new Codec(read, formats).getRawMessage().length === bytes.length, `${YARDSTICK} packs it`);
    },
  };
}

/** Rounds alternate between the contenders, so that a busy machine slows them alike; the first warms up. */
function measure(contenders: readonly Contender[]): Measured[] {
  const rates = contenders.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    contenders.forEach((contender, index) => {
      const rate = oneRound(contender);
      if (round > 0) rates[index]!.push(rate);
    });
  }
  return contenders.map(({ name, bytes }, index) => {
    const sorted = rates[index]!.sort((a, b) => a - b);
    return { name, bytes, perSecond: Math.round(sorted[sorted.length >> 1]!) };
  });
}

/** Starts unmeasured: a contender must not pay for the garbage that the one before it left. */
function oneRound(contender: Contender): number {
  runFor(contender, SETTLING_MICROS);
  return runFor(contender, ROUND_MICROS);
}

/** Answers how often a second it was done. */
function runFor(contender: Contender, micros: number): number {
  const start = systemClock.micros();
  let count = 0;
  let passed = 0;
  while (passed < micros) {
    for (let turn = 0; turn < 100; turn += 1) contender.once();
    count += 100;
    passed = systemClock.micros() - start;
  }
  return (count * 1e6) / passed;
}

function print(cli: Cli, own: Measured, others: readonly Measured[]): void {
  const best = others.reduce((top, other) => Math.max(top, other.perSecond), 0);
  const ratio = best === 0 ? undefined : Math.round((own.perSecond / best) * 10) / 10;
  const conditions = {
    ...{ work: 'unpack + pack, purchase of 17 fields', rounds: ROUNDS, roundMs: ROUND_MICROS / 1000 },
    ...{ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length },
  };
  if (cli.json) {
    cli.out(JSON.stringify({ bench: 'codec', conditions, own, yardsticks: others, ratio }));
    return;
  }
  cli.out(`${conditions.work}; ${conditions.node}, ${conditions.cores} x ${conditions.cpu}`);
  for (const { name, bytes, perSecond } of [own, ...others]) {
    cli.out(`${name.padEnd(28)} ${String(perSecond).padStart(9)} /s  ${bytes} bytes`);
  }
  if (ratio !== undefined) cli.out(`ratio to the faster yardstick: ${ratio}`);
}
