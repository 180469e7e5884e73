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

/** Places on a terminal: two for East Asian wide characters, one for the rest. */
export function placesOf(text: string): number {
  let places = 0;
  for (const character of text) {
    places +=
      /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return places;
}
