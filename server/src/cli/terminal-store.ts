// One terminal's state on disk for `tillgate terminal`: encrypted, since a pending reversal holds a PAN, and
// written so that a power cut leaves the old state or the new one, never half of one.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StoredState, TerminalStore } from '@tillgate/terminal';
import { Fault } from '../kernel/fault.js';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OWNER_ONLY = 0o600;

/** What stands in the file; `sealed` is nonce, tag and cipher text in base64. */
interface StoredFile {
  readonly version: 1;
  readonly terminalId: string;
  readonly sealed: string;
}

export interface OpenedStore {
  readonly store: TerminalStore;
  /** Lets the next process have the terminal. */
  close(): Promise<void>;
}

/**
 * Takes the terminal for this process alone: two at once would use one trace twice.
 * @throws Fault TG_TERMINAL_BUSY, TG_TERMINAL_STATE
 */
export async function openTerminalStore(dataDir: string, terminalId: string): Promise<OpenedStore> {
  const folder = join(dataDir, 'terminals');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lockPath = join(folder, `${terminalId}.lock`);
  await takeLock(lockPath, terminalId);
  const path = join(folder, `${terminalId}.json`);
  const file = await sealedFile(dataDir, terminalId);
  return {
    store: {
      load: () => file.open<StoredState>(path),
      save: (state) => replaceFile(path, file.seal(state)),
    },
    close: () => rm(lockPath, { force: true }),
  };
}

/** Files of one terminal under the keys of this data directory. */
export interface SealedFile {
  seal(value: object): string;
  /** Undefined when there is no file. @throws Fault TG_TERMINAL_STATE */
  open<Value>(path: string): Promise<Value | undefined>;
}

export async function sealedFile(dataDir: string, terminalId: string): Promise<SealedFile> {
  const folder = join(dataDir, 'terminals');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const key = await storeKey(folder);
  return {
    seal: (value) => JSON.stringify(seal(value, terminalId, key)),
    open: (path) => openFile(path, terminalId, key),
  };
}

async function takeLock(path: string, terminalId: string): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    if (await createFile(path, String(process.pid))) return;
    const owner = Number((await readIfThere(path)) ?? Number.NaN);
    if (isAlive(owner)) break;
    await rm(path, { force: true });
  }
  throw new Fault('TG_TERMINAL_BUSY', `terminal ${terminalId} is in use by another process`);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user: it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The XOR of two files, so that neither a copy of one nor a glance at it gives the key. */
async function storeKey(folder: string): Promise<Buffer> {
  const parts = [await keyPart(join(folder, 'store-key-1')), await keyPart(join(folder, 'store-key-2'))];
  return Buffer.from(parts[0]!.map((byte, at) => byte ^ parts[1]![at]!));
}

async function keyPart(path: string): Promise<Buffer> {
  await createFile(path, randomBytes(KEY_BYTES));
  const part = await readFile(path);
  if (part.length !== KEY_BYTES)
    throw new Fault('TG_TERMINAL_STATE', `${path} does not hold ${KEY_BYTES} bytes`);
  return part;
}

function seal(value: object, terminalId: string, key: Buffer): StoredFile {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(terminalId));
  const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
  return { version: 1, terminalId, sealed };
}

async function openFile<Value>(path: string, terminalId: string, key: Buffer): Promise<Value | undefined> {
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  try {
    const bytes = Buffer.from((JSON.parse(text) as StoredFile).sealed, 'base64');
    const tagEnd = NONCE_BYTES + TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(terminalId))
      .setAuthTag(bytes.subarray(NONCE_BYTES, tagEnd));
    const clear = Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]);
    return JSON.parse(clear.toString('utf8')) as Value;
  } catch (cause) {
    // Starting afresh would forget a pending reversal: somebody must look.
    throw new Fault('TG_TERMINAL_STATE', `${path} cannot be read with the keys beside it`, { cause });
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** False when the file was there already; it is then left as it is. */
async function createFile(path: string, content: string | Uint8Array): Promise<boolean> {
  try {
    const file = await open(path, 'wx', OWNER_ONLY);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Written beside, synced, renamed, and the folder synced: then it survives a power cut. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const fresh = `${path}.new`;
  const file = await open(fresh, 'w', OWNER_ONLY);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
