// The certificate and key of one terminal beside its state in the data directory: readable by its owner alone.

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from './terminal-store.js';

export interface TerminalCredentials {
  /** PKCS#8. */
  readonly keyPem: string;
  readonly certificatePem: string;
  /** Whom to trust at the other end. */
  readonly authorityPem: string;
}

function pathOf(dataDir: string, terminalId: string): string {
  return join(dataDir, 'terminals', `${terminalId}.certificate.json`);
}

export async function saveCredentials(
  dataDir: string,
  terminalId: string,
  credentials: TerminalCredentials,
): Promise<void> {
  await mkdir(join(dataDir, 'terminals'), { recursive: true, mode: 0o700 });
  await replaceFile(pathOf(dataDir, terminalId), JSON.stringify(credentials));
}

/** Undefined for a terminal that was never enrolled here. */
export async function loadCredentials(
  dataDir: string,
  terminalId: string,
): Promise<TerminalCredentials | undefined> {
  try {
    return JSON.parse(await readFile(pathOf(dataDir, terminalId), 'utf8')) as TerminalCredentials;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
