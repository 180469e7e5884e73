// The dialect of the terminal that `tillgate terminal` plays: shipped, or of a file in the data directory, as the host
// itself reads them.

import { join } from 'node:path';
import type { Profile } from '@tillgate/pos-protocol';
import { readProfileFiles } from '../data-folder.js';
import { createProfileRegistry } from '../profile-registry.js';

/** Undefined when there is none of this name. @throws Fault TG_PROFILE */
export async function terminalProfile(dataDir: string, name: string): Promise<Profile | undefined> {
  const { profiles } = createProfileRegistry(await readProfileFiles(join(dataDir, 'profiles')));
  return profiles.find((profile) => profile.name === name);
}
