// The training terminal's link: bytes from the page's WebSocket to the terminals' listener and back, unread.

import type { WebSocket } from '@fastify/websocket';
import type { HttpPorts } from './ports.js';

export function passToLink(ports: Pick<HttpPorts, 'openPosLink'>, socket: WebSocket): void {
  const link = ports.openPosLink({
    onBytes: (bytes) => socket.send(bytes, { binary: true }),
    onClose: () => socket.close(1000),
  });
  socket.on('message', (data: Buffer | ArrayBuffer | Buffer[]) => {
    if (data instanceof Uint8Array) link.send(data);
  });
  socket.on('close', () => link.close());
  socket.on('error', () => link.close());
}
