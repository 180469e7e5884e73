// Frames over a local socket of this machine: 4 bytes of length, then so many bytes. Who may open the socket is its
// file's mode; who is at the other end is for those to prove who speak over it.

import { connect, createServer, type Socket } from 'node:net';

export interface FramedSocket {
  send(frame: Uint8Array): void;
  close(): void;
}

export interface FramedSocketEvents {
  onFrame(frame: Uint8Array): void;
  /** Once, however it ended. */
  onClose(): void;
}

const LENGTH_BYTES = 4;
const LONGEST_FRAME = 16 * 1024 * 1024;
/** Owner only: set while the socket is bound, so that it is never open to others. */
const OWNER_ONLY = 0o177;

export function connectFramed(path: string, events: FramedSocketEvents): FramedSocket {
  return framedOver(connect({ path }), () => events);
}

/** @returns how to stop listening and end every connection */
export function listenFramed(
  path: string,
  accept: (socket: FramedSocket) => FramedSocketEvents,
): Promise<() => Promise<void>> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    framedOver(socket, accept);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const before = process.umask(OWNER_ONLY);
    server.listen({ path }, () =>
      resolve(
        () =>
          new Promise((stopped) => {
            server.close(() => stopped());
            for (const socket of open) socket.destroy();
          }),
      ),
    );
    process.umask(before);
  });
}

function framedOver(socket: Socket, accept: (framed: FramedSocket) => FramedSocketEvents): FramedSocket {
  let kept: Buffer = Buffer.alloc(0);
  const framed: FramedSocket = {
    send(frame) {
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32BE(frame.length);
      socket.cork();
      socket.write(length);
      socket.write(frame);
      socket.uncork();
    },
    close: () => void socket.destroy(),
  };
  const events = accept(framed);
  // The close event that follows says all.
  socket.on('error', () => undefined);
  socket.on('close', () => events.onClose());
  socket.on('data', (chunk: Buffer) => {
    kept = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    while (kept.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + kept.readUInt32BE(0);
      if (end > LENGTH_BYTES + LONGEST_FRAME) return socket.destroy();
      if (kept.length < end) return;
      // A copy of its own: batches are wiped after use.
      events.onFrame(Uint8Array.from(kept.subarray(LENGTH_BYTES, end)));
      kept = kept.subarray(end);
    }
    return undefined;
  });
  return framed;
}
