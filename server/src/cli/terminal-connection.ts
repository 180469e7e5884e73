// How `tillgate terminal` reaches its host: TLS for a terminal that is enrolled, unless told otherwise, else plain TCP.

import type { Link } from '@tillgate/terminal';
import { type Cli, EXIT } from './cli.js';
import { dataDirOf, findHost, HostFault } from './host-client.js';
import { loadCredentials } from './terminal-credentials.js';
import { tcpLink, tlsLink } from './terminal-link.js';

type Options = Readonly<Record<string, unknown>>;

const USUAL_ADDRESS = { pos: '127.0.0.1:8583', posTls: '127.0.0.1:8584' } as const;

export async function linkFor(cli: Cli, options: Options): Promise<Link> {
  const credentials =
    options.tls === false
      ? undefined
      : await loadCredentials(dataDirOf(cli, options), String(options.terminal));
  if (options.tls === true && !credentials) {
    const words = { zh: '终端尚无证书:tillgate terminal enrol', en: 'not enrolled: tillgate terminal enrol' };
    throw new HostFault(EXIT.notAllowed, words[cli.language]);
  }
  const { host, port } = await addressOf(cli, options, credentials ? 'posTls' : 'pos');
  return credentials ? tlsLink(host, port, credentials) : tcpLink(host, port);
}

/** Options first, then the file that a running host writes, then the usual place. */
async function addressOf(
  cli: Cli,
  options: Options,
  door: keyof typeof USUAL_ADDRESS,
): Promise<{ host: string; port: number }> {
  let found: string = USUAL_ADDRESS[door];
  try {
    found = (await findHost(cli, options))[door];
  } catch (error) {
    if (!(error instanceof HostFault)) throw error;
  }
  const colon = found.lastIndexOf(':');
  return {
    host: typeof options.host === 'string' ? options.host : found.slice(0, colon),
    port: Number(options.port ?? found.slice(colon + 1)),
  };
}
