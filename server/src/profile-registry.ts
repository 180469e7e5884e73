// The dialects that this host speaks: the shipped profiles and those of files in its data directory. A terminal's
// row names one; what its bytes may look like, and how long it may be, follows from all of them.

import {
  type BodyLayout,
  bodyLayoutOf,
  type Profile,
  readProfile,
  shippedProfiles,
  standardProfile,
} from '@tillgate/pos-protocol';
import { Fault } from './kernel/fault.js';

export interface ProfileFile {
  readonly path: string;
  readonly text: string;
}

export interface ProfileRegistry {
  readonly profiles: readonly Profile[];
  /** The standard profile when there is none of this name. */
  named(name: string): Profile;
  readonly bodyLayouts: readonly BodyLayout[];
  /** The most that any profile allows. */
  readonly frameBytes: number;
}

/** @throws Fault TG_PROFILE naming file, line, setting, what was expected and what stands there */
export function createProfileRegistry(files: readonly ProfileFile[]): ProfileRegistry {
  const byName = new Map(shippedProfiles.map((profile) => [profile.name, profile]));
  for (const file of files) {
    const profile = profileOf(file);
    if (byName.has(profile.name))
      throw new Fault('TG_PROFILE', `${file.path}: there is a ${profile.name} already`);
    byName.set(profile.name, profile);
  }
  const profiles = [...byName.values()];
  const layouts = new Map(profiles.map(bodyLayoutOf).map((layout) => [JSON.stringify(layout), layout]));
  return {
    profiles,
    named: (name) => byName.get(name) ?? standardProfile,
    bodyLayouts: [...layouts.values()],
    frameBytes: Math.max(...profiles.map((profile) => profile.frameLimitBytes)),
  };
}

function profileOf({ path, text }: ProfileFile): Profile {
  const reading = readProfile(text);
  if ('profile' in reading) return reading.profile;
  const [{ line, column, setting, expected, got }] = reading.problems;
  throw new Fault('TG_PROFILE', `${path}:${line}:${column}: ${setting}: expected ${expected}; got ${got}`);
}
