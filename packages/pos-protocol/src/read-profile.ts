// A profile file to a profile: JSON with one entry a setting, those left out as in `cup-pos`. What is wrong
// comes back with its line, the setting, what was expected and what stands there.

import { type PlacedEntry, type PlacedJson, readPlacedJson } from './placed-json.js';
import { conflictsOf, type Profile, profileSettings, type SettingName } from './profile.js';

export interface ProfileProblem {
  readonly line: number;
  readonly column: number;
  /** `file` when it is not about one setting. */
  readonly setting: string;
  readonly expected: string;
  readonly got: string;
}

export type ProfileReading =
  | { readonly profile: Profile }
  | { readonly problems: readonly [ProfileProblem, ...ProfileProblem[]] };

const NAME = /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
const GOT_MAX = 40;

/** Never throws, whatever the text is. */
export function readProfile(text: string): ProfileReading {
  const read = readPlacedJson(text);
  if ('problem' in read) return { problems: [{ setting: 'file', ...read.problem }] };
  const { value } = read;
  if (value.kind !== 'object') return { problems: [problem(value, 'file', 'an object', value)] };
  return profileOf(value, value.entries);
}

function profileOf(file: PlacedJson, entries: readonly PlacedEntry[]): ProfileReading {
  const problems: ProfileProblem[] = [];
  const settings: Record<string, unknown> = {};
  for (const [setting, { standard }] of Object.entries(profileSettings)) settings[setting] = standard;
  const places = new Map<string, PlacedEntry>();
  for (const entry of entries) {
    const { name, value } = entry;
    if (places.has(name))
      problems.push({ ...placeOf(entry), setting: name, expected: 'each setting once', got: 'it again' });
    places.set(name, entry);
    const { expected, read } = formOf(name) ?? unknownSetting;
    const known = read(value);
    if (known === undefined) problems.push(problem(formOf(name) ? value : entry, name, expected, value));
    settings[name] = known;
  }
  if (!places.has('name'))
    problems.push({ ...placeOf(file), setting: 'name', expected: nameForm.expected, got: 'nothing' });
  const profile = settings as unknown as Profile;
  if (problems.length === 0) {
    for (const { setting, expected, got } of conflictsOf(profile)) {
      problems.push({ ...placeOf(places.get(setting)?.value ?? file), setting, expected, got });
    }
  }
  const [first, ...others] = problems;
  return first ? { problems: [first, ...others] } : { profile };
}

interface FileForm {
  readonly expected: string;
  readonly read: (node: PlacedJson) => unknown;
}

const nameForm: FileForm = {
  expected: 'a name of small letters, digits, "-" and "."',
  read: (node) =>
    node.kind === 'scalar' && typeof node.value === 'string' && NAME.test(node.value)
      ? node.value
      : undefined,
};

const unknownSetting: FileForm = {
  expected: `name, ${Object.keys(profileSettings).join(', ')}`,
  read: () => undefined,
};

function formOf(name: string): FileForm | undefined {
  if (name === 'name') return nameForm;
  return Object.hasOwn(profileSettings, name) ? profileSettings[name as SettingName] : undefined;
}

function placeOf({ line, column }: { readonly line: number; readonly column: number }): {
  line: number;
  column: number;
} {
  return { line, column };
}

function problem(
  place: { readonly line: number; readonly column: number },
  setting: string,
  expected: string,
  node: PlacedJson,
): ProfileProblem {
  return { ...placeOf(place), setting, expected, got: shown(node) };
}

function shown(node: PlacedJson): string {
  if (node.kind !== 'scalar') return node.kind === 'list' ? 'another list' : 'an object';
  const text = JSON.stringify(node.value);
  return text.length > GOT_MAX ? `${text.slice(0, GOT_MAX)}…` : text;
}
