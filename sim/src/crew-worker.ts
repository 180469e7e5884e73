// A thread that plays the seeds it is given, one after the other.

import { parentPort } from 'node:worker_threads';
import { type SimulationOptions, simulate } from './simulation.js';

// Thousands of faults are thrown, and nobody reads where: whoever looks into a seed plays it alone.
Error.stackTraceLimit = 0;

parentPort?.on('message', async (task: SimulationOptions) => {
  parentPort?.postMessage(await simulate(task));
});
