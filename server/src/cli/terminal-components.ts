// `tillgate terminal load-components`: the PIN pad's half of a component ceremony. Each person enters a component and
// sees its check value; with the last one the key is there and its check value shown, to be held against the host's.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownKeyCheckValue, ownKeyOfComponents } from '@tillgate/terminal';
import type { TerminalKeys } from '../http/api.js';
import { type Cli, EXIT } from './cli.js';
import { askHost, dataDirOf, HostFault } from './host-client.js';
import { readSecrets } from './secret-lines.js';
import { loadOwnTerminal, type OwnTerminal, saveOwnTerminal } from './terminal-own-key.js';
import { terminalProfile } from './terminal-profile.js';
import { openTerminalStore, replaceFile, sealedFile } from './terminal-store.js';

type Options = Readonly<Record<string, unknown>>;

const COMPONENT = /^[0-9A-Fa-f]{32}$/;

/** Components in hexadecimal by custodian, until the last one is there: sealed, as a PIN pad would keep them. */
type Entered = Readonly<Record<string, string>>;

export async function loadComponent(cli: Cli, terminalId: string, options: Options): Promise<number> {
  const custodian = options.custodian;
  if (typeof custodian !== 'string') throw new HostFault(EXIT.usage, '--custodian <number>');
  const wanted = Number(options.components);
  const [component = ''] = await readSecrets(cli, ['component, 32 hexadecimal digits']);
  if (!COMPONENT.test(component)) throw new HostFault(EXIT.usage, 'a component is 32 hexadecimal digits');
  const dataDir = dataDirOf(cli, options);
  const identity = await identityOf(cli, options, dataDir, terminalId);
  const keyScheme = (await terminalProfile(dataDir, identity.profile))?.keyScheme ?? 'tdes';
  const checkValue = ownKeyCheckValue(bytesOf(component), keyScheme);
  if (options.checkValue !== undefined && options.checkValue !== checkValue) {
    throw new HostFault(EXIT.failed, `check value ${checkValue}: not what was expected`);
  }
  const opened = await openTerminalStore(dataDir, terminalId);
  try {
    const path = join(dataDir, 'terminals', `${terminalId}.components.json`);
    const file = await sealedFile(dataDir, terminalId);
    // The first person begins anew, whatever was left of an earlier time.
    const before = custodian === '1' ? {} : ((await file.open<Entered>(path)) ?? {});
    const entered: Entered = { ...before, [custodian]: component };
    const components = Object.values(entered).map(bytesOf);
    let total = '';
    if (components.length < wanted) await replaceFile(path, file.seal(entered));
    else {
      const key = ownKeyOfComponents(components, keyScheme);
      total = ownKeyCheckValue(key, keyScheme);
      await saveOwnTerminal(dataDir, { ...identity, key: Buffer.from(key).toString('hex').toUpperCase() });
      key.fill(0);
      const state = await opened.store.load();
      if (state?.version === 2) await opened.store.save({ ...state, signOn: undefined, ksnCounter: 0 });
      await rm(path, { force: true });
    }
    const told = { terminalId, checkValue, entered: components.length, wanted, total };
    if (cli.json) cli.out(JSON.stringify(told));
    else cli.out(`${told.entered}/${wanted}  ${checkValue}${total === '' ? '' : `  = ${total}`}`);
    return EXIT.ok;
  } finally {
    await opened.close();
  }
}

/** From what the terminal holds already, else from the host. */
async function identityOf(
  cli: Cli,
  options: Options,
  dataDir: string,
  terminalId: string,
): Promise<Omit<OwnTerminal, 'key'>> {
  const known = await loadOwnTerminal(dataDir, terminalId);
  const { merchantId, profile } =
    known ?? (await askHost<TerminalKeys>(cli, options, `/api/keys/${encodeURIComponent(terminalId)}`));
  return { terminalId, merchantId, profile, pinRequiredCode: known?.pinRequiredCode ?? true };
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}
