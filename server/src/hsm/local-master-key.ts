// The local master key (LMK, AES-256): two or three components in as many files, so that as many people can hold them,
// and the check value of their XOR. The key itself is never written. Files are readable by their owner only.

import { randomFillSync } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { bytesToHex, combineComponents, createAes, hexToBytes, kcvOfCmac } from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';

const COMPONENTS = ['component-1', 'component-2', 'component-3'] as const;
const CHECK_VALUE = 'check-value';
/** Check value of the key that wraps, once there is more than the first. */
const LIVE = 'live';
/** The keys of card data at rest, as blocks under the live key, once they are no longer derived from it. */
const DATA_KEYS = 'data-keys';
export const LMK_BYTES = 32;
const OTHERS_MAY = 0o077;

export interface LocalMasterKey {
  readonly lmk: Uint8Array;
  /** See `lmkCheckValue`. */
  readonly checkValue: string;
}

/**
 * Makes the two components and the check value in `folder`, if it holds none of them.
 * @returns whether they were made now
 * @throws Fault TG_LMK_MISSING when only some of the three files are there
 */
export function createLmkComponents(folder: string): boolean {
  if (existsSync(join(folder, LIVE))) return false;
  const made = COMPONENTS.slice(0, 2);
  const names = [...made, CHECK_VALUE];
  const present = names.filter((name) => existsSync(join(folder, name)));
  if (present.length === names.length) return false;
  if (present.length > 0) throw new Fault('TG_LMK_MISSING', 'a part of the local master key is missing');
  const { lmk } = keepComponents(
    folder,
    made.map(() => randomFillSync(new Uint8Array(LMK_BYTES))),
  );
  lmk.fill(0);
  return true;
}

/** All local master keys of a folder: the first one's files lie in it, later ones' in folders of their own. */
export interface KeptLocalMasterKeys {
  readonly live: LocalMasterKey;
  readonly others: readonly LocalMasterKey[];
  /** Key blocks; empty while the keys of stored data are derived from the first local master key. */
  readonly dataKeys: readonly string[];
}

/** @throws Fault TG_LMK_MISSING, TG_LMK_FILE_MODE, TG_LMK_CHECK_VALUE */
export function readLocalMasterKeys(folder: string): KeptLocalMasterKeys {
  const hasLive = existsSync(join(folder, LIVE));
  const later = existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9A-F]{6}$/.test(name)) : [];
  const keys = later.map((name) => readLocalMasterKey(join(folder, name)));
  if (!hasLive || existsSync(join(folder, CHECK_VALUE))) keys.unshift(readLocalMasterKey(folder));
  const checkValue = hasLive ? readPrivately(folder, LIVE) : keys[0]?.checkValue;
  const live = keys.find((key) => key.checkValue === checkValue);
  if (!live) throw new Fault('TG_LMK_MISSING', 'the live local master key is missing');
  const hasDataKeys = existsSync(join(folder, DATA_KEYS));
  return {
    live,
    others: keys.filter((key) => key !== live),
    dataKeys: hasDataKeys ? readPrivately(folder, DATA_KEYS).split('\n') : [],
  };
}

/** Changes what a folder keeps. */
export interface LmkFolder {
  keep(checkValue: string, components: readonly Uint8Array[]): void;
  makeLive(checkValue: string, dataKeys: readonly string[]): void;
  remove(checkValue: string): void;
}

export function lmkFolder(folder: string): LmkFolder {
  return {
    keep(checkValue, components) {
      keepComponents(join(folder, checkValue), components).lmk.fill(0);
    },
    makeLive(checkValue, dataKeys) {
      // Each block names its own key, so that a stop between the two leaves nothing that cannot be read.
      replacePrivately(folder, DATA_KEYS, dataKeys.join('\n'));
      replacePrivately(folder, LIVE, checkValue);
    },
    remove(checkValue) {
      const own = join(folder, checkValue);
      const from = existsSync(own) ? own : folder;
      for (const name of [...COMPONENTS, CHECK_VALUE]) removeWiped(join(from, name));
      if (from === own) rmSync(own, { recursive: true });
    },
  };
}

/** @throws Fault TG_LMK_MISSING, TG_LMK_FILE_MODE, TG_LMK_CHECK_VALUE */
export function readLocalMasterKey(folder: string): LocalMasterKey {
  const names = COMPONENTS.filter((name, at) => at < 2 || existsSync(join(folder, name)));
  const components = names.map((name) => readComponent(folder, name));
  const combined = combine(components);
  if (combined.checkValue !== readPrivately(folder, CHECK_VALUE)) {
    combined.lmk.fill(0);
    throw new Fault('TG_LMK_CHECK_VALUE', 'the components do not make the local master key of this data');
  }
  return combined;
}

/** 6 upper-case hexadecimal digits: the start of the CMAC of a zero block (ANSI X9.143 for AES keys). */
export function lmkCheckValue(lmk: Uint8Array): string {
  const cipher = createAes(lmk);
  const checkValue = bytesToHex(kcvOfCmac(cipher));
  cipher.destroy();
  return checkValue;
}

/** XOR of the components, which are wiped. */
function combine(components: readonly Uint8Array[]): LocalMasterKey {
  const lmk = combineComponents(components);
  for (const component of components) component.fill(0);
  return { lmk, checkValue: lmkCheckValue(lmk) };
}

function readComponent(folder: string, name: string): Uint8Array {
  const text = readPrivately(folder, name);
  if (!/^[0-9A-F]{64}$/.test(text)) {
    throw new Fault('TG_LMK_MISSING', `${name} of the local master key is not 64 hexadecimal digits`);
  }
  return hexToBytes(text);
}

/** Files for the components, which are not wiped, and for the check value of their sum. */
function keepComponents(folder: string, components: readonly Uint8Array[]): LocalMasterKey {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const texts = components.map((component) => bytesToHex(component));
  for (const [i, text] of texts.entries()) writePrivately(folder, COMPONENTS[i]!, text);
  const whole = combine(components.map((component) => component.slice()));
  writePrivately(folder, CHECK_VALUE, whole.checkValue);
  return whole;
}

function replacePrivately(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  rmSync(`${path}.new`, { force: true });
  writePrivately(folder, `${name}.new`, text);
  renameSync(`${path}.new`, path);
}

/** Overwritten before it goes; a disk may keep copies all the same. */
function removeWiped(path: string): void {
  if (!existsSync(path)) return;
  writeFileSync(path, '0'.repeat(statSync(path).size), { flush: true });
  rmSync(path);
}

function writePrivately(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), `${text}\n`, { mode: 0o600, flag: 'wx', flush: true });
}

function readPrivately(folder: string, name: string): string {
  const path = join(folder, name);
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new Fault('TG_LMK_MISSING', `${name} of the local master key cannot be read`, { cause });
  }
  // Windows has no such modes and reports every file as open to all.
  if (process.platform !== 'win32' && (statSync(path).mode & OTHERS_MAY) !== 0) {
    throw new Fault('TG_LMK_FILE_MODE', `${name} of the local master key is open to other users`);
  }
  return text;
}
