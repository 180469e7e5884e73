// Columns for people: Chinese characters take two places, numbers stand right.

import type { Cli } from './cli.js';

/** Prints a header and rows; `right` names the columns that are numbers. */
export function printTable(
  cli: Cli,
  header: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
  right: readonly number[] = [],
): void {
  const widths = header.map((title, column) =>
    Math.max(placesOf(title), ...rows.map((row) => placesOf(row[column] ?? ''))),
  );
  for (const row of [header, ...rows]) {
    const cells = row.map((cell, column) => {
      const fill = ' '.repeat((widths[column] ?? 0) - placesOf(cell));
      return right.includes(column) ? fill + cell : cell + fill;
    });
    cli.out(cells.join('  ').trimEnd());
  }
}

/** First and last code points of the scripts that take two places (Unicode Annex 11, wide and full width). */
const WIDE: ReadonlyArray<readonly [number, number]> = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
];

/** Places on a terminal: two for East Asian wide characters, one for the rest. */
function placesOf(text: string): number {
  let places = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    places += WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
  }
  return places;
}
