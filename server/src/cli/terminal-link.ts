// The line of `tillgate terminal`: one connection for each message and its answer, over TLS for a terminal that is
// enrolled.

import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { FrameReader, frame } from '@tillgate/pos-protocol';
import { type Link, LinkFault } from '@tillgate/terminal';
import type { TerminalCredentials } from './terminal-credentials.js';

/** How long a connection may take to come about; the answer has its own time. */
const CONNECT_TIMEOUT_MS = 10_000;
/** The host's certificate is for this name, wherever it listens. */
const HOST_NAME = 'tillgate-host';

export function tcpLink(host: string, port: number): Link {
  return linkOver(() => connect({ host, port }), 'connect');
}

export function tlsLink(host: string, port: number, credentials: TerminalCredentials): Link {
  const { keyPem, certificatePem, authorityPem } = credentials;
  const identity = { key: keyPem, cert: certificatePem, ca: authorityPem, servername: HOST_NAME };
  return linkOver(() => connectTls({ host, port, ...identity, minVersion: 'TLSv1.2' }), 'secureConnect');
}

/** @param ready the event after which bytes may be sent */
function linkOver(open: () => Socket, ready: 'connect' | 'secureConnect'): Link {
  return {
    exchange: (sent, timeoutMs, onStage) =>
      new Promise((resolve, reject) => {
        const reader = new FrameReader();
        const socket = open();
        // From here on bytes may be on their way: no later failure may claim that nothing was sent.
        let connected = false;
        const fail = (message: string, cause?: unknown): void => {
          clearTimeout(timer);
          socket.destroy();
          reject(new LinkFault(connected ? 'no-answer' : 'not-sent', message, { cause }));
        };
        let timer = setTimeout(() => fail('no connection in time'), CONNECT_TIMEOUT_MS);
        socket.once(ready, () => {
          connected = true;
          clearTimeout(timer);
          timer = setTimeout(() => fail('no answer in time'), timeoutMs);
          onStage('sending');
          socket.write(sent, () => onStage('waiting'));
        });
        socket.on('data', (chunk) => {
          const [body] = reader.push(chunk);
          if (body !== undefined) {
            clearTimeout(timer);
            socket.end();
            resolve(frame(body));
          } else if (reader.broken !== undefined) {
            fail(reader.broken);
          }
        });
        socket.on('error', (error) => fail(error.message, error));
        socket.on('close', () => fail('the host closed the connection'));
      }),
  };
}
