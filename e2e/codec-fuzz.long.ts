// Five million bent inputs for everything that reads bytes or files. Goal: no crash, no hang, no growth, and what
// was read reads the same after writing it. Method: a seeded generator; a failure prints the seed and keeps the bytes.

import { test } from 'node:test';
import { fuzz } from './codec-fuzz.js';

const INPUTS = 5_000_000;
const SEED = 20_261_122;

test(`${INPUTS} bent inputs, seed ${SEED}`, (context) => {
  const { accepted, slowestMs, growthBytes } = fuzz({ inputs: INPUTS, seed: SEED });
  context.diagnostic(`${accepted} accepted, slowest ${slowestMs.toFixed(1)} ms, grown ${growthBytes} bytes`);
});
