// `tillgate terminal add`, `load-key` and `load-components`: a terminal that the host knows from now on, and a key of
// its own, which the host hands to the holder of its certificate alone, or which people enter.

import { createPrivateKey } from 'node:crypto';
import { openOwnKey, PinPad, type TerminalStore } from '@tillgate/terminal';
import { isSignedByHost } from '../certificates/index.js';
import { agreedKey } from '../hsm/index.js';
import type { HandedTerminalKey, HandOverRequest, TerminalKeys } from '../http/api.js';
import { systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { handOverText } from '../terminal-keys/index.js';
import { type Cli, EXIT } from './cli.js';
import { askHost, dataDirOf, HostFault } from './host-client.js';
import { loadComponent } from './terminal-components.js';
import { loadCredentials } from './terminal-credentials.js';
import { loadOwnTerminal, type OwnTerminal, saveOwnTerminal } from './terminal-own-key.js';
import { terminalProfile } from './terminal-profile.js';
import { openTerminalStore } from './terminal-store.js';

export const keyActions = ['add', 'load-key', 'load-components'] as const;
export type KeyAction = (typeof keyActions)[number];

type Options = Readonly<Record<string, unknown>>;

export function runKeyAction(
  cli: Cli,
  action: KeyAction,
  terminalId: string,
  options: Options,
): Promise<number> {
  switch (action) {
    case 'add':
      return add(cli, terminalId, options);
    case 'load-key':
      return loadKey(cli, terminalId, options);
    case 'load-components':
      return loadComponent(cli, terminalId, options);
  }
}

async function add(cli: Cli, terminalId: string, options: Options): Promise<number> {
  const { merchant: merchantId, profile } = options;
  if (merchantId === undefined || profile === undefined) {
    cli.say(cli.language === 'zh' ? '需要 --merchant 与 --profile' : '--merchant and --profile are needed');
    return EXIT.usage;
  }
  const added = await askHost<TerminalKeys>(cli, options, '/api/terminals', {
    ...{ terminalId, merchantId, profile },
  });
  const next = {
    zh: '下一步:terminal enrol,然后 terminal load-key',
    en: 'next: enrol it, then load its key',
  };
  cli.say(next[cli.language]);
  cli.out(cli.json ? JSON.stringify(added) : `${terminalId}  ${added.profile}`);
  return EXIT.ok;
}

async function loadKey(cli: Cli, terminalId: string, options: Options): Promise<number> {
  // Nothing may be under way at the terminal while its key changes.
  const opened = await openTerminalStore(dataDirOf(cli, options), terminalId);
  try {
    const { profile, generation, kcv } = await replaceOwnKey(cli, terminalId, options, opened.store);
    cli.out(cli.json ? JSON.stringify({ terminalId, profile, generation, kcv }) : `${terminalId}  ${kcv}`);
  } finally {
    await opened.close();
  }
  return EXIT.ok;
}

/**
 * Asks the host for a new key and puts it in the place of the one before. Cut at any point, the terminal holds the one
 * or the other whole, and the host takes both until the first message under the new one.
 */
export async function replaceOwnKey(
  cli: Cli,
  terminalId: string,
  options: Options,
  store: TerminalStore,
): Promise<HandedTerminalKey> {
  const dataDir = dataDirOf(cli, options);
  const credentials = await loadCredentials(dataDir, terminalId);
  if (credentials === undefined) {
    const words = { zh: '终端尚无证书:tillgate terminal enrol', en: 'not enrolled: tillgate terminal enrol' };
    throw new HostFault(EXIT.notAllowed, words[cli.language]);
  }
  const before = await loadOwnTerminal(dataDir, terminalId);
  const request: HandOverRequest = {
    certificate: credentials.certificatePem,
    holds: before === undefined ? '' : await checkValueOf(dataDir, before),
    nonce: Buffer.from(systemRandom.bytes(NONCE_BYTES)).toString('hex'),
  };
  const path = `/api/terminals/${encodeURIComponent(terminalId)}/key`;
  const handed = await askHost<HandedTerminalKey>(cli, options, path, request);
  const isOurs = handed.terminalId === terminalId;
  const text = handOverText(handed, request.nonce);
  if (!(isOurs && isSignedByHost(credentials.authorityPem, text, handed, systemClock.now()))) {
    throw new HostFault(EXIT.failed, 'the key is not signed by the host of this terminal for this question');
  }
  const key = await openHanded(dataDir, handed, credentials.keyPem);
  if (key === undefined) throw new HostFault(EXIT.failed, 'the host sent a key of another kind');
  const { merchantId, profile } = handed;
  const pinRequiredCode = before?.pinRequiredCode ?? true;
  await saveOwnTerminal(dataDir, { terminalId, merchantId, profile, pinRequiredCode, key });
  // What was signed on, and counted, was under the key before; a count that goes on from there is right too.
  const state = await store.load();
  if (state?.version === 2) await store.save({ ...state, signOn: undefined, ksnCounter: 0 });
  return handed;
}

const NONCE_BYTES = 16;

async function checkValueOf(dataDir: string, { key, profile }: OwnTerminal): Promise<string> {
  const bytes = Uint8Array.from(Buffer.from(key, 'hex'));
  return new PinPad(bytes, await terminalProfile(dataDir, profile)).keyCheckValues.tmk;
}

/** The key in hexadecimal; undefined when it is not what a terminal of this profile has. */
async function openHanded(
  dataDir: string,
  { profile, ephemeralKey, transport }: HandedTerminalKey,
  keyPem: string,
): Promise<string | undefined> {
  const keyScheme = (await terminalProfile(dataDir, profile))?.keyScheme ?? 'tdes';
  const ephemeral = new Uint8Array(Buffer.from(ephemeralKey, 'base64'));
  const protection = agreedKey(createPrivateKey(keyPem), ephemeral, ephemeral);
  try {
    const key = openOwnKey(protection, transport, keyScheme);
    const hex = key && Buffer.from(key).toString('hex').toUpperCase();
    key?.fill(0);
    return hex;
  } finally {
    protection.fill(0);
  }
}
