// A host for a load run, in a process of its own as in life: its parent forks it, gets the port, and ends it. A fourth
// argument puts the HSM's commands into the main thread, to compare with.

import { usualBankLimitMs } from '../bank-links.js';
import { startHost } from '../compose.js';
import { usualHoldMs } from '../hold-watch.js';
import { createLmkComponents, startHsm, startInThreadHsm } from '../hsm/index.js';
import { loadWorld } from './bench-world.js';

const [dataDir = '', largestBatch = '256', terminals = '1', inThread] = process.argv.slice(2);

const world = loadWorld(Number(terminals));
let endHsm: () => void = () => undefined;
const host = await startHost({
  dataDir,
  databaseUrl: process.env.TILLGATE_DATABASE_URL || undefined,
  postgres: process.env.TILLGATE_POSTGRES || undefined,
  searchPath: process.env.PATH ?? '',
  host: '127.0.0.1',
  httpPort: 0,
  posPort: 0,
  posTlsPort: 0,
  plainPosAnywhere: false,
  hostCommandsPort: undefined,
  publicUrl: undefined,
  messageGateway: undefined,
  acquirer: world.acquirer,
  world,
  holdMs: usualHoldMs,
  banks: { addresses: [], limitMs: usualBankLimitMs },
  largestBatch: Number(largestBatch),
  log: () => undefined,
  startRoom: (lmkFolder, onDeath) => {
    createLmkComponents(lmkFolder);
    if (inThread) return startInThreadHsm(lmkFolder);
    const onSpawn = (end: () => void): void => {
      endHsm = end;
    };
    return startHsm({ lmkFolder, onDeath, onSpawn });
  },
  onLost: () => process.exit(1),
});
process.send?.({ pos: host.pos, posTls: host.posTls });
process.on('message', (asked) => {
  if (asked === 'heap') process.send?.({ heapBytes: heapBytes() });
  else if (asked === 'end-hsm') endHsm();
  else void host.stop().then(() => process.exit(0));
});

/** In use once the garbage is gone, where the process was started so that it can be asked to. */
function heapBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
