// What the virtual POS reports of its own program: a hash over the files that it runs, so that one which somebody
// changed reports another.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { softwareVersion, type TerminalSettings } from '@tillgate/terminal';

const HASH_DIGITS = 16;

/** Its version, and its hash: the first 16 hex digits of the SHA-256 over names and contents. */
export async function virtualPosSoftware(): Promise<
  Pick<TerminalSettings, 'softwareHash' | 'softwareVersion'>
> {
  return { softwareHash: await softwareHash(), softwareVersion: `virtual POS ${softwareVersion}` };
}

async function softwareHash(): Promise<string> {
  const folder = dirname(fileURLToPath(import.meta.resolve('@tillgate/terminal')));
  const names = (await readdir(folder)).filter((name) => /^[a-z0-9-]+\.js$/.test(name)).sort();
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${name}\n`).update(await readFile(join(folder, name)));
  return hash.digest('hex').slice(0, HASH_DIGITS);
}
