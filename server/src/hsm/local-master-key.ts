// The local master key (LMK, AES-256): two components in two files, so that two people can hold them, and
// the check value of their XOR. The key itself is never written. Files are readable by their owner only.

import { randomFillSync } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesToHex, combineComponents, createAes, hexToBytes, kcvOfCmac } from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';

const COMPONENTS = ['component-1', 'component-2'] as const;
const CHECK_VALUE = 'check-value';
const LMK_BYTES = 32;
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
  const names = [...COMPONENTS, CHECK_VALUE];
  const present = names.filter((name) => existsSync(join(folder, name)));
  if (present.length === names.length) return false;
  if (present.length > 0) throw new Fault('TG_LMK_MISSING', 'a part of the local master key is missing');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const components = COMPONENTS.map(() => randomFillSync(new Uint8Array(LMK_BYTES)));
  for (const [i, name] of COMPONENTS.entries()) writePrivately(folder, name, bytesToHex(components[i]!));
  const { lmk, checkValue } = combine(components);
  writePrivately(folder, CHECK_VALUE, checkValue);
  lmk.fill(0);
  return true;
}

/** @throws Fault TG_LMK_MISSING, TG_LMK_FILE_MODE, TG_LMK_CHECK_VALUE */
export function readLocalMasterKey(folder: string): LocalMasterKey {
  const components = COMPONENTS.map((name) => readComponent(folder, name));
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
