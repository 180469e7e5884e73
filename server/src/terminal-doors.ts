// Where terminals come in: TLS with certificates, and plain TCP beside it, which leaves this machine only when told.

import { type Authority, type TerminalCertificates, terminalOf } from './certificates/index.js';
import type { Clock } from './kernel/clock.js';
import {
  type ConnectionOptions,
  listenForTerminals,
  listenForTlsTerminals,
  type PosListener,
  type TlsListener,
} from './link/index.js';

export interface TerminalDoorOptions {
  /** Address to listen on. */
  readonly host: string;
  readonly posPort: number;
  readonly posTlsPort: number;
  /** Plain TCP on `host`, too, where that is more than this machine. */
  readonly plainPosAnywhere: boolean;
}

interface TerminalDoors {
  readonly pos: PosListener;
  /** Where plain TCP listens: `host`, or this machine only. */
  readonly posHost: string;
  readonly posTls: TlsListener;
  close(): Promise<void>;
}

/** What the listener's certificate is for, whatever address a terminal knows the host by. */
const HOST_NAME = 'tillgate-host';
const LOOPBACKS: readonly string[] = ['127.0.0.1', '::1', 'localhost'];
const ANY: readonly string[] = ['0.0.0.0', '::'];

export async function openTerminalDoors(
  options: TerminalDoorOptions,
  connections: ConnectionOptions,
  { authority, certificates }: { authority: Authority; certificates: TerminalCertificates },
  clock: Pick<Clock, 'now'>,
): Promise<TerminalDoors> {
  const { host, posPort, posTlsPort, plainPosAnywhere } = options;
  const isLocal = LOOPBACKS.includes(host);
  const posHost = isLocal || plainPosAnywhere ? host : '127.0.0.1';
  if (!isLocal) {
    connections.log(
      plainPosAnywhere
        ? `warning: terminals may connect to ${host}:${posPort} in clear and without a certificate`
        : 'plain TCP stays on 127.0.0.1; terminals elsewhere connect over TLS',
    );
  }
  const addresses = [...new Set(['127.0.0.1', '::1', host])].filter(
    (address) => /^[0-9.]+$|:/.test(address) && !ANY.includes(address),
  );
  const own = await authority.issueForHost([HOST_NAME, 'localhost'], addresses, clock.now());
  const posTls = await listenForTlsTerminals({
    ...connections,
    ...{ host, port: posTlsPort, keyPem: own.keyPem, certificatePem: own.certificatePem },
    authorityPem: authority.certificatePem,
    async findPeer(certificate) {
      const terminalId = terminalOf(certificate);
      const serial = certificate.serialNumber.toLowerCase();
      if (terminalId === undefined || !(await certificates.isStanding(serial, terminalId))) return undefined;
      return { terminalId, serial };
    },
  });
  try {
    await certificates.onRevoked(
      (serial) => posTls.drop(serial),
      () => posTls.checkAgain(),
    );
    const pos = await listenForTerminals({ ...connections, host: posHost, port: posPort });
    return {
      ...{ pos, posHost, posTls },
      close: async () => void (await Promise.all([pos.close(), posTls.close()])),
    };
  } catch (error) {
    await posTls.close();
    throw error;
  }
}
