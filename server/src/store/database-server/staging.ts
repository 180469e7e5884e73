// Where a root host keeps what its unprivileged database must reach, when the clone or the data directory
// lies under a folder that only root may enter: a folder that root owns, where nobody else can plant things.

import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../kernel/fault.js';

/** The Filesystem Hierarchy Standard's place for state, then the temporary folder that outlives a reboot. */
export const STAGING_PLACES: readonly string[] = ['/var/lib', '/var/tmp'];

/** Makes, or checks, the staging folder in the first place that takes it. Fault TG_DATABASE_STAGING. */
export function stagingFolder(places: readonly string[], ownUid: number): string {
  const refusals: string[] = [];
  for (const place of places) {
    const folder = join(place, 'tillgate');
    const refusal = prepare(folder, ownUid);
    if (refusal === undefined) return folder;
    refusals.push(`${folder}: ${refusal}`);
  }
  throw new Fault(
    'TG_DATABASE_STAGING',
    'Only root may enter the folder of this clone or of its data, and the database must not run as root. ' +
      `No other folder could hold it (${refusals.join('; ')}). Choose --data in a folder that all may enter.`,
  );
}

function prepare(folder: string, ownUid: number): string | undefined {
  try {
    mkdirSync(folder, { mode: 0o755 });
    chmodSync(folder, 0o755);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return (error as Error).message;
  }
  return distrust(folder, ownUid);
}

/** Why a folder that was there already cannot be trusted: someone else could have put things into it. */
export function distrust(folder: string, ownUid: number): string | undefined {
  const { mode, uid } = lstatSync(folder);
  if ((mode & 0o170000) !== 0o040000) return 'is not a folder';
  if (uid !== ownUid) return `belongs to user ${uid}, not to ${ownUid}`;
  if ((mode & 0o022) !== 0) return 'others may write to it';
  return undefined;
}
