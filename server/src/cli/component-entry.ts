// One person's component from standard input to the host: sealed for the HSM on the way, so that the host's process
// carries what it cannot read.

import { sealComponent } from '../hsm/index.js';
import type { KeyComponents, SealedKeyComponent } from '../http/api.js';
import { type Cli, EXIT } from './cli.js';
import { askHostAs, HostFault } from './host-client.js';
import { nameOf } from './person-option.js';
import { readSecrets } from './secret-lines.js';

export interface ComponentEntry {
  /** Where the host tells of the ceremony. */
  readonly ceremony: string;
  /** Where it takes the component. */
  readonly component: string;
  /** Length of the key. */
  readonly bytes: 16 | 32;
}

/** Reads password and component, a line each. @throws HostFault for what is no component of this length */
export async function enterComponent<Told>(
  cli: Cli,
  options: Readonly<Record<string, unknown>>,
  { ceremony, component, bytes }: ComponentEntry,
): Promise<Told> {
  const what = `component, ${2 * bytes} hexadecimal digits`;
  const [password = '', typed = ''] = await readSecrets(cli, ['password', what]);
  if (typed.length !== 2 * bytes || !/^[0-9A-Fa-f]+$/.test(typed))
    throw new HostFault(EXIT.usage, `a component is ${2 * bytes} hexadecimal digits`);
  const person = { name: nameOf(options), password };
  const { label, publicKey } = await askHostAs<KeyComponents>(cli, options, person, ceremony);
  const clear = Uint8Array.from(Buffer.from(typed, 'hex'));
  const roomKey = new Uint8Array(Buffer.from(publicKey, 'base64'));
  const { ephemeralKey, sealed } = sealComponent(clear, roomKey, label, person.name);
  clear.fill(0);
  const body: SealedKeyComponent = {
    ephemeralKey: Buffer.from(ephemeralKey).toString('base64'),
    sealed: Buffer.from(sealed).toString('base64'),
    checkValue: String(options.checkValue ?? ''),
  };
  return askHostAs<Told>(cli, options, person, component, body);
}
