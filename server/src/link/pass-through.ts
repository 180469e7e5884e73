// A browser cannot open a TCP connection: its bytes come through a WebSocket and go on unread to the same
// listener that every terminal uses, and back.

import { connect } from 'node:net';

export interface PassThrough {
  send(bytes: Uint8Array): void;
  close(): void;
}

export interface PassThroughOptions {
  readonly host: string;
  readonly port: number;
  onBytes(bytes: Uint8Array): void;
  onClose(): void;
}

export function openPassThrough(options: PassThroughOptions): PassThrough {
  const socket = connect({ host: options.host, port: options.port, noDelay: true });
  socket.on('data', (bytes: Uint8Array) => options.onBytes(bytes));
  socket.on('error', () => undefined);
  socket.on('close', () => options.onClose());
  return {
    send: (bytes) => void socket.write(bytes),
    close: () => socket.destroy(),
  };
}
