// A connection that this host opens to another: frames with a length of two bytes, there and back.

import { connect } from 'node:net';
import { FrameReader, frame } from '@tillgate/pos-protocol';
import type { Clock } from '../kernel/clock.js';

export interface FramedLine {
  /** False when it is closed: nothing was sent. */
  send(body: Uint8Array): boolean;
  close(): void;
}

export interface FramedLineOptions {
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  /** Longest and shortest body in bytes. */
  readonly frameBytes: number;
  readonly leastFrameBytes: number;
  onBody(body: Uint8Array): void;
  /** Once, after the line had been open. */
  onClose(): void;
}

const CONNECT_MS = 2000;

/** Rejects when nobody listens there, or nothing comes back for two seconds. */
export function openFramedLine(options: FramedLineOptions): Promise<FramedLine> {
  const { host, port, clock } = options;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const tooLong = clock.after(CONNECT_MS, () => socket.destroy(new Error('no connection in time')));
    const reader = new FrameReader(options.frameBytes, options.leastFrameBytes);
    socket.once('error', (error) => {
      tooLong();
      reject(error);
    });
    socket.once('connect', () => {
      tooLong();
      // The close event that follows an error says all.
      socket.on('error', () => undefined);
      socket.once('close', () => options.onClose());
      resolve({
        send(body) {
          if (socket.destroyed || !socket.writable) return false;
          socket.write(frame(body));
          return true;
        },
        close: () => void socket.destroy(),
      });
    });
    socket.on('data', (chunk: Uint8Array) => {
      for (const body of reader.push(chunk)) options.onBody(body);
      if (reader.broken !== undefined) socket.destroy();
    });
  });
}
