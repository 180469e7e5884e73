// The authority's two files in the data directory: the certificate for everybody, the key for the owner alone.

import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuthorityFiles } from './authority.js';

const OWNER_ONLY = 0o600;

/** What terminals trust. */
function authorityPath(dataDir: string): string {
  return join(dataDir, 'certificates', 'authority.pem');
}

export function authorityFolder(dataDir: string): AuthorityFiles {
  const folder = join(dataDir, 'certificates');
  const keyPath = join(folder, 'authority-key.pem');
  return {
    async load() {
      try {
        const [keyPem, certificatePem] = await Promise.all([
          readFile(keyPath, 'utf8'),
          readFile(authorityPath(dataDir), 'utf8'),
        ]);
        return { keyPem, certificatePem };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async save({ keyPem, certificatePem }) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // The key last: a start that was cut off in between makes both anew.
      await writeWhole(authorityPath(dataDir), certificatePem);
      await writeWhole(keyPath, keyPem);
    },
  };
}

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
