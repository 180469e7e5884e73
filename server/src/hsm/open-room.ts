// The commands over the local master keys of a folder: what a worker or a process of its own begins with.

import { createTdes } from '@tillgate/payment-crypto';
import { createNodeTdes } from '@tillgate/payment-crypto/node';
import { systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { createCommands } from './commands.js';
import type { Commands } from './hsm.js';
import { LmkRing } from './lmk-ring.js';
import { lmkFolder, readLocalMasterKeys } from './local-master-key.js';

/** @throws Fault TG_LMK_MISSING, TG_LMK_FILE_MODE, TG_LMK_CHECK_VALUE */
export function openRoom(folder: string, ciphers: 'js' | 'node' = 'js'): Commands {
  const { live, others, dataKeys } = readLocalMasterKeys(folder);
  return createCommands({
    lmks: new LmkRing(live, others),
    folder: lmkFolder(folder),
    dataKeys,
    random: systemRandom,
    clock: systemClock,
    createTdes: ciphers === 'js' ? createTdes : createNodeTdes,
  });
}
