// `tillgate terminal add` and `load-key`: a terminal that the host knows from now on, and a key of its own that the
// host hands to the holder of its certificate alone.

import { createPrivateKey } from 'node:crypto';
import { shippedProfiles } from '@tillgate/pos-protocol';
import { openOwnKey } from '@tillgate/terminal';
import { agreedKey } from '../hsm/index.js';
import type { HandedTerminalKey, TerminalKeys } from '../http/api.js';
import { type Cli, EXIT } from './cli.js';
import { askHost, dataDirOf, HostFault } from './host-client.js';
import { loadCredentials } from './terminal-credentials.js';
import { saveOwnTerminal } from './terminal-own-key.js';
import { openTerminalStore } from './terminal-store.js';

export const keyActions = ['add', 'load-key'] as const;
export type KeyAction = (typeof keyActions)[number];

type Options = Readonly<Record<string, unknown>>;

export function runKeyAction(
  cli: Cli,
  action: KeyAction,
  terminalId: string,
  options: Options,
): Promise<number> {
  return action === 'add' ? add(cli, terminalId, options) : loadKey(cli, terminalId, options);
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
  const dataDir = dataDirOf(cli, options);
  const credentials = await loadCredentials(dataDir, terminalId);
  if (credentials === undefined) {
    const words = { zh: '终端尚无证书:tillgate terminal enrol', en: 'not enrolled: tillgate terminal enrol' };
    throw new HostFault(EXIT.notAllowed, words[cli.language]);
  }
  // Nothing may be under way at the terminal while its key changes.
  const opened = await openTerminalStore(dataDir, terminalId);
  try {
    const path = `/api/terminals/${encodeURIComponent(terminalId)}/key`;
    const certificate = credentials.certificatePem;
    const handed = await askHost<HandedTerminalKey>(cli, options, path, { certificate });
    const { merchantId, profile, generation, kcv } = handed;
    const key = openHanded(handed, credentials.keyPem);
    if (key === undefined) throw new HostFault(EXIT.failed, 'the host sent a key of another kind');
    await saveOwnTerminal(dataDir, { terminalId, merchantId, profile, pinRequiredCode: true, key });
    // What was signed on, and counted, was under the key before.
    const state = await opened.store.load();
    if (state?.version === 2) await opened.store.save({ ...state, signOn: undefined, ksnCounter: 0 });
    cli.out(cli.json ? JSON.stringify({ terminalId, profile, generation, kcv }) : `${terminalId}  ${kcv}`);
  } finally {
    await opened.close();
  }
  return EXIT.ok;
}

/** The key in hexadecimal; undefined when it is not what a terminal of this profile has. */
function openHanded(
  { profile, ephemeralKey, transport }: HandedTerminalKey,
  keyPem: string,
): string | undefined {
  const keyScheme = shippedProfiles.find(({ name }) => name === profile)?.keyScheme ?? 'tdes';
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
