// A thread that plays the seeds it is given, one after the other.

import { parentPort } from 'node:worker_threads';
import { type SimulationOptions, simulate } from './simulation.js';

parentPort?.on('message', async (task: SimulationOptions) => {
  parentPort?.postMessage(await simulate(task));
});
