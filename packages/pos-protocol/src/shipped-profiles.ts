// The profiles that come with the dialect, each a file in profiles/.

import type { Profile } from './profile.js';
import aesDukpt from './profiles/aes-dukpt.json' with { type: 'json' };
import standard from './profiles/cup-pos.json' with { type: 'json' };
import bare from './profiles/cup-pos-bare.json' with { type: 'json' };
import legacy from './profiles/cup-pos-legacy.json' with { type: 'json' };
import sm4 from './profiles/cup-pos-sm4.json' with { type: 'json' };
import sm4Mac from './profiles/cup-pos-sm4-mac.json' with { type: 'json' };
import x919 from './profiles/cup-pos-x9.19.json' with { type: 'json' };
import { readProfile } from './read-profile.js';

function shipped(file: object): Profile {
  const reading = readProfile(JSON.stringify(file));
  if ('problems' in reading) throw new Error(`${JSON.stringify(reading.problems[0])} in a shipped profile`);
  return reading.profile;
}

/** The dialect with every setting at its standard value. */
export const standardProfile: Profile = shipped(standard);

export const shippedProfiles: readonly Profile[] = [
  standardProfile,
  ...[legacy, x919, bare, sm4Mac, sm4, aesDukpt].map(shipped),
];
