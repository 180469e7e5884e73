// Where the time of a request went, for people: one line a part, with what is usual beside it.

import type { SpentTimes } from '../http/api.js';
import type { Cli } from './cli.js';
import { printTable } from './table.js';

export function printTimes(cli: Cli, { parts, comparedWith, says }: SpentTimes): void {
  const { language } = cli;
  const micros = (value: number | null): string => (value === null ? '-' : String(value));
  printTable(
    cli,
    ['PART', 'MICROS', 'MEDIAN', 'P95', ''],
    parts.map(({ name, micros: own, medianMicros, p95Micros, isSlow }) => [
      ...[name[language], micros(own), micros(medianMicros), micros(p95Micros), isSlow ? '!' : ''],
    ]),
    [1, 2, 3],
  );
  const among = language === 'zh' ? `与同类 ${comparedWith} 笔相比` : `beside ${comparedWith} of its kind`;
  cli.out(`${among}: ${says[language]}`);
}
