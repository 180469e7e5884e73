// The line of `tillgate terminal`: one TCP connection for each message and its answer.

import { connect } from 'node:net';
import { FrameReader, frame } from '@tillgate/pos-protocol';
import { type Link, LinkFault } from '@tillgate/terminal';

/** How long a connection may take to come about; the answer has its own time. */
const CONNECT_TIMEOUT_MS = 10_000;

export function tcpLink(host: string, port: number): Link {
  return {
    exchange: (sent, timeoutMs, onStage) =>
      new Promise((resolve, reject) => {
        const reader = new FrameReader();
        const socket = connect({ host, port });
        // From here on bytes may be on their way: no later failure may claim that nothing was sent.
        let connected = false;
        const fail = (message: string, cause?: unknown): void => {
          clearTimeout(timer);
          socket.destroy();
          reject(new LinkFault(connected ? 'no-answer' : 'not-sent', message, { cause }));
        };
        let timer = setTimeout(() => fail('no connection in time'), CONNECT_TIMEOUT_MS);
        socket.once('connect', () => {
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
