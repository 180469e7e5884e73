// The line of the training terminal: whole frames over one WebSocket, which the host passes to its terminals'
// listener as they are. One exchange at a time; after any fault the connection is given up, so that a late
// answer can never be taken for the next one's.

import { type Link, LinkFault } from '@tillgate/terminal';

const CONNECT_MS = 5_000;
const RECONNECT_MS = 3_000;
const LENGTH_BYTES = 2;

interface Waiting {
  readonly resolve: (frame: Uint8Array) => void;
  readonly reject: (fault: LinkFault) => void;
}

export class TerminalLine implements Link {
  readonly #connect: () => WebSocket;
  readonly #onOnline: (isOnline: boolean) => void;
  #socket: WebSocket | undefined;
  #received = new Uint8Array(0);
  #waiting: Waiting | undefined;
  #isWanted = true;

  constructor(connect: () => WebSocket, onOnline: (isOnline: boolean) => void) {
    this.#connect = connect;
    this.#onOnline = onOnline;
  }

  /** Keeps a connection open until `close`. */
  keepOpen(): void {
    if (this.#isWanted) this.#open();
  }

  close(): void {
    this.#isWanted = false;
    this.#socket?.close();
  }

  async exchange(
    frame: Uint8Array,
    timeoutMs: number,
    onStage: (stage: 'sending' | 'waiting') => void,
  ): Promise<Uint8Array> {
    const socket = await this.#opened();
    onStage('sending');
    this.#received = new Uint8Array(0);
    const answer = new Promise<Uint8Array>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    socket.send(frame.slice());
    onStage('waiting');
    const timer = setTimeout(() => this.#giveUp('no answer in time'), timeoutMs);
    return answer.finally(() => {
      clearTimeout(timer);
      this.#waiting = undefined;
    });
  }

  /** The open connection. Rejects with a `not-sent` fault. */
  #opened(): Promise<WebSocket> {
    const socket = this.#open();
    if (socket.readyState === socket.OPEN) return Promise.resolve(socket);
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        clearTimeout(timer);
        reject(new LinkFault('not-sent', 'the host cannot be reached'));
      };
      const timer = setTimeout(() => {
        socket.close();
        fail();
      }, CONNECT_MS);
      socket.addEventListener('close', fail, { once: true });
      socket.addEventListener(
        'open',
        () => {
          clearTimeout(timer);
          socket.removeEventListener('close', fail);
          resolve(socket);
        },
        { once: true },
      );
    });
  }

  #open(): WebSocket {
    if (this.#socket) return this.#socket;
    const socket = this.#connect();
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.#onOnline(true));
    socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      if (socket === this.#socket) this.#take(new Uint8Array(data));
    });
    socket.addEventListener('close', () => {
      if (socket !== this.#socket) return;
      this.#giveUp('the connection was lost');
      if (this.#isWanted) setTimeout(() => this.keepOpen(), RECONNECT_MS);
    });
    return socket;
  }

  #take(bytes: Uint8Array): void {
    const received = new Uint8Array(this.#received.length + bytes.length);
    received.set(this.#received);
    received.set(bytes, this.#received.length);
    this.#received = received;
    if (received.length < LENGTH_BYTES) return;
    const frameBytes = LENGTH_BYTES + new DataView(received.buffer).getUint16(0);
    if (received.length === frameBytes) this.#waiting?.resolve(received);
    else if (received.length > frameBytes) this.#giveUp('more than one answer came');
  }

  #giveUp(why: string): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.#onOnline(false);
    this.#waiting?.reject(new LinkFault('no-answer', why));
  }
}
