// `tillgate bench codec`: a 17-field purchase unpacked, and packed, beside its yardstick in the same run: the npm
// package `iso_8583` in both formats that suit it. The package is loaded here and nowhere else.

import { cpus } from 'node:os';
import { Message, pack, unpack } from '@tillgate/iso8583';
import { cupPos } from '@tillgate/pos-protocol';
import type { Command } from 'commander';
import { systemClock } from '../kernel/clock.js';
import { assert } from '../kernel/fault.js';
import { purchase } from './bench-purchase.js';
import { type Cli, type CliCommand, EXIT } from './cli.js';

const YARDSTICK = 'iso_8583';
const ROUNDS = 7;
const ROUND_MICROS = 200_000;
const SETTLING_MICROS = 100_000;

type Work = 'unpack' | 'pack';

/** One way to unpack and to pack the same purchase. */
interface Contender extends Readonly<Record<Work, () => void>> {
  readonly name: string;
  readonly bytes: number;
}

/** How often a second; the median round. */
interface Measured extends Readonly<Record<Work, number>> {
  readonly name: string;
  readonly bytes: number;
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
    unpack() {
      assert(unpack(cupPos, bytes).problems.length === 0, 'the purchase is read');
    },
    pack() {
      assert(pack(cupPos, message).length === bytes.length, 'the purchase is packed');
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
    unpack() {
      const read = new Codec(undefined, formats).getIsoJSON(bytes, config);
      assert(Object.keys(read).length === expected, `${YARDSTICK} reads the purchase`);
    },
    pack() {
      const packed = new Codec({ 0: '0200', ...purchase }, formats).getRawMessage();
      assert(packed.length === bytes.length, `${YARDSTICK} packs it`);
    },
  };
}

/** Rounds alternate between the contenders, so that a busy machine slows them alike; the first warms up. */
function measure(contenders: readonly Contender[]): Measured[] {
  const unpacked = medianRates(contenders.map((contender) => contender.unpack));
  const packed = medianRates(contenders.map((contender) => contender.pack));
  return contenders.map(({ name, bytes }, index) => {
    return { name, bytes, unpack: unpacked[index]!, pack: packed[index]! };
  });
}

function medianRates(works: readonly (() => void)[]): number[] {
  const rates = works.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    works.forEach((work, index) => {
      // Starts unmeasured: a contender must not pay for the garbage that the one before it left.
      runFor(work, SETTLING_MICROS);
      const rate = runFor(work, ROUND_MICROS);
      if (round > 0) rates[index]!.push(rate);
    });
  }
  return rates.map((all) => Math.round(all.sort((a, b) => a - b)[all.length >> 1]!));
}

/** Answers how often a second it was done. */
function runFor(work: () => void, micros: number): number {
  const start = systemClock.micros();
  let count = 0;
  let passed = 0;
  while (passed < micros) {
    for (let turn = 0; turn < 100; turn += 1) work();
    count += 100;
    passed = systemClock.micros() - start;
  }
  return (count * 1e6) / passed;
}

/** To the faster yardstick; undefined without one. */
function ratioOf(work: Work, own: Measured, others: readonly Measured[]): number | undefined {
  const best = others.reduce((top, other) => Math.max(top, other[work]), 0);
  return best === 0 ? undefined : Math.round((own[work] / best) * 10) / 10;
}

function print(cli: Cli, own: Measured, others: readonly Measured[]): void {
  const ratios = { unpack: ratioOf('unpack', own, others), pack: ratioOf('pack', own, others) };
  const conditions = {
    ...{ work: 'purchase of 17 fields', rounds: ROUNDS, roundMs: ROUND_MICROS / 1000 },
    ...{ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length },
  };
  if (cli.json) {
    cli.out(JSON.stringify({ bench: 'codec', conditions, own, yardsticks: others, ratios }));
    return;
  }
  cli.out(`${conditions.work}; ${conditions.node}, ${conditions.cores} x ${conditions.cpu}`);
  for (const { name, bytes, unpack: unpacked, pack: packed } of [own, ...others]) {
    const rates = `${String(unpacked).padStart(9)} unpack/s ${String(packed).padStart(9)} pack/s`;
    cli.out(`${name.padEnd(28)} ${rates}  ${bytes} bytes`);
  }
  if (others.length === 0) return;
  cli.out(`ratio to the faster yardstick: unpack ${ratios.unpack}, pack ${ratios.pack}`);
}
