// The file by which commands of this machine's owner find the host, and what lets them in: for the owner alone.

import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = 'host.json';

export async function writeHostFile(dataDir: string, content: object): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, NAME);
  await rm(path, { force: true });
  await writeFile(path, JSON.stringify(content), { mode: 0o600 });
  await chmod(path, 0o600);
}

export async function removeHostFile(dataDir: string): Promise<void> {
  await rm(join(dataDir, NAME), { force: true });
}
