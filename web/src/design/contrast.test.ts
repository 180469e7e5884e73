// The tokens keep their promise: every ink on every surface where it is used has a contrast of 4.5 to 1 in both
// modes (WCAG 2.2, 1.4.3), and what shows the focus 3 to 1 (1.4.11).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const tokens = readFileSync(new URL('../../src/design/tokens.css', import.meta.url), 'utf8');
const [lightBlock = '', darkBlock = ''] = tokens.split('@media (prefers-color-scheme: dark)');

function coloursIn(block: string): Map<string, string> {
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
}

const light = coloursIn(lightBlock);
const dark = new Map([...light, ...coloursIn(darkBlock)]);

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const SURFACES = ['surface-page', 'surface', 'surface-sunken', 'surface-hover', 'accent-soft'];
const ON_SURFACES = ['ink', 'ink-soft', 'ink-faint'];
const STATES = ['approved', 'declined', 'doubt', 'person', 'neutral'];
const KEYS = ['key-cancel', 'key-clear', 'key-enter'];

const pairs: ReadonlyArray<readonly [ink: string, surface: string, least: number]> = [
  ...ON_SURFACES.flatMap((ink) => SURFACES.map((surface) => [ink, surface, 4.5] as const)),
  ...STATES.map((state) => [state, `${state}-soft`, 4.5] as const),
  ...STATES.map((state) => [state, 'surface', 4.5] as const),
  ...KEYS.map((key) => [`${key}-ink`, key, 4.5] as const),
  ...[0, 1, 2, 3, 4, 5].map((tint) => ['ink', `tint-${tint}`, 4.5] as const),
  ...[['accent-ink', 'accent', 4.5] as const, ['accent', 'accent-soft', 4.5] as const],
  ...['surface', 'surface-page'].map((surface) => ['accent', surface, 4.5] as const),
  ...['surface', 'surface-page', 'surface-sunken'].map((surface) => ['focus', surface, 3] as const),
  ...['surface', 'surface-page'].map((surface) => ['line-strong', surface, 3] as const),
];

for (const [mode, colours] of [
  ['light', light],
  ['dark', dark],
] as const) {
  test(`contrast in ${mode} mode`, () => {
    for (const [ink, surface, least] of pairs) {
      const [one, other] = [colours.get(ink), colours.get(surface)];
      assert.ok(one && other, `${ink} and ${surface} are colours`);
      const found = contrast(one, other);
      assert.ok(found >= least, `${ink} on ${surface}: ${found.toFixed(2)}, at least ${least}`);
    }
  });
}

test('the measure itself: black on white is 21 to 1', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.ok(contrast('#8a8e90', '#ffffff') < 4.5);
});
