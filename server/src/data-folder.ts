// What the host itself reads from its data directory and leaves there, beside what its rooms keep: profiles of its own,
// and where to find it while it runs.

import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProfileFile } from './profile-registry.js';

/** Profiles of this host's own, beside those that are shipped. */
export async function readProfileFiles(folder: string): Promise<readonly ProfileFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const paths = names.filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    paths.map(async (name) => ({
      path: join(folder, name),
      text: await readFile(join(folder, name), 'utf8'),
    })),
  );
}

/** Where the commands of this machine's owner find the host, and what lets them in. */
export async function writeHostFile(dataDir: string, content: object): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, 'host.json');
  await rm(path, { force: true });
  await writeFile(path, JSON.stringify(content), { mode: 0o600 });
  await chmod(path, 0o600);
}

export async function removeHostFile(dataDir: string): Promise<void> {
  await rm(join(dataDir, 'host.json'), { force: true });
}
