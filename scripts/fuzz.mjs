// `npm run fuzz -- --inputs 300000000 --seed 1`: the fuzzer of everything that reads bytes, for as long as you like.
// Prints the seed first, and at a failure the input and the file that holds its bytes.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from './run.mjs';

const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '5000000' }, seed: { type: 'string' } },
});
const inputs = Number(values.inputs);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const { fuzz } = await import(pathToFileURL(join(root, 'e2e/dist/codec-fuzz.js')).href);

process.stdout.write(`${inputs} inputs, seed ${seed}\n`);
const start = performance.now();
const progress = (done) => {
  if (done % 1_000_000 !== 0) return;
  process.stdout.write(`${done} done, ${Math.round(done / ((performance.now() - start) / 1000))}/s\n`);
};
const { accepted, slowestMs, growthBytes, byTarget } = fuzz({ inputs, seed, progress });
for (const [target, count] of byTarget) process.stdout.write(`${String(count).padStart(12)} ${target}\n`);
process.stdout.write(
  `${accepted} accepted, slowest ${slowestMs.toFixed(1)} ms, grown ${growthBytes} bytes\n`,
);
