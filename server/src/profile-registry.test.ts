// The profiles of a host. Goal: its own files join the shipped ones, what they ask of the link is known, and a wrong
// file ends the start with its place. Method: files as texts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shippedProfiles } from '@tillgate/pos-protocol';
import { createProfileRegistry } from './profile-registry.js';

const file = (text: string) => ({ path: 'profiles/mine.json', text });

test('a file of the host joins the shipped profiles; an unknown name is the standard one', () => {
  const registry = createProfileRegistry([
    file('{"name": "mine", "tpdu": "absent", "frameLimitBytes": 8192}'),
  ]);
  assert.equal(registry.profiles.length, shippedProfiles.length + 1);
  assert.equal(registry.named('mine').tpdu, 'absent');
  assert.equal(registry.named('nobody').name, 'cup-pos');
  assert.equal(registry.frameBytes, 8192);
  assert.deepEqual(registry.bodyLayouts, [
    { tpdu: true, header: true, widePinBlock: false },
    { tpdu: false, header: false, widePinBlock: false },
    { tpdu: true, header: true, widePinBlock: true },
    { tpdu: false, header: true, widePinBlock: false },
  ]);
});

for (const [what, text, words] of [
  [
    'a wrong value',
    '{\n  "name": "mine",\n  "padNibble": "A"\n}',
    /profiles\/mine\.json:3:16: padNibble: expected/,
  ],
  ['a shipped name', '{"name": "cup-pos"}', /there is a cup-pos already/],
  ['what is no JSON', '{"name"', /mine\.json:1:8: file: expected ":"/],
] as const) {
  test(`${what} is refused with its place`, () => {
    assert.throws(() => createProfileRegistry([file(text)]), { code: 'TG_PROFILE', message: words });
  });
}
