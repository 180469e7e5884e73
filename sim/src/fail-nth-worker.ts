// A thread that lets fail what it is told to, one after the other.

import { parentPort } from 'node:worker_threads';
import { failNth, type NthTask } from './fail-nth.js';

parentPort?.on('message', async (task: NthTask) => {
  parentPort?.postMessage(await failNth(task));
});
