// One connection of a terminal: frames in, answers out. Whatever the peer does wrong ends with one line in the log
// and a closed connection, and touches nobody else.

import { FrameReader, frame } from '@tillgate/pos-protocol';
import type { Clock } from '../kernel/clock.js';
import type { ByteSocket } from './byte-socket.js';
import { peerName } from './doorkeeper.js';
import type { Faults } from './faults.js';
import { carryFaultily, type Wire } from './faulty-wire.js';
import type { LinkLimits } from './link-limits.js';
import type { CertifiedPeer, Handle, Peer } from './peer.js';

export interface ConnectionOptions {
  readonly limits: LinkLimits;
  readonly clock: Clock;
  readonly handle: Handle;
  /** The laboratory's, in the demo world only. */
  readonly faults: Faults | undefined;
  /** One line a closed connection; holds no bytes of a message. */
  readonly log: (line: string) => void;
}

export class Connection {
  readonly #socket: ByteSocket;
  readonly #peer: Peer;
  readonly #options: ConnectionOptions;
  readonly #reader: FrameReader;
  readonly #name: string;
  #underWay = 0;
  #finishing = false;
  #stopWaiting: (() => void) | undefined;
  #whenIdle: (() => void) | undefined;
  #end: () => void = () => undefined;
  readonly #ending = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  constructor(socket: ByteSocket, certified: CertifiedPeer | undefined, options: ConnectionOptions) {
    this.#socket = socket;
    this.#peer = { address: socket.remoteAddress, certified };
    this.#options = options;
    const { frameBytes, leastFrameBytes } = options.limits;
    this.#reader = new FrameReader(frameBytes, leastFrameBytes);
    this.#name = peerName(socket);
    const { idleMs } = options.limits;
    socket.setTimeout(idleMs, () => this.close(`silent for ${idleMs} ms`));
    socket.on('data', (chunk: Uint8Array) => this.#read(chunk));
    socket.on('drain', () => this.#readOn());
    // A reset is the peer's way of hanging up: the close event that follows does the rest.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#stopWaiting?.();
      if (this.#underWay === 0) this.#whenIdle?.();
    });
  }

  get peer(): Peer {
    return this.#peer;
  }

  /** Reads no more, lets what is under way be answered, then closes. */
  async finish(): Promise<void> {
    this.#finishing = true;
    this.#end();
    this.#socket.pause();
    if (this.#underWay > 0) await new Promise<void>((idle) => (this.#whenIdle = idle));
    this.#socket.destroySoon();
  }

  close(why: string): void {
    if (this.#socket.destroyed) return;
    this.#options.log(`closed ${this.#name}: ${why}`);
    this.#socket.destroy();
  }

  #read(chunk: Uint8Array): void {
    if (this.#finishing) return;
    for (const body of this.#reader.push(chunk)) void this.#answer(body);
    if (this.#reader.broken === undefined) this.#watchHalfFrame();
    else this.close(this.#reader.broken);
  }

  #watchHalfFrame(): void {
    const { clock, limits } = this.#options;
    if (this.#reader.pendingBytes === 0) {
      this.#stopWaiting?.();
      this.#stopWaiting = undefined;
    } else {
      // The time runs from the first byte of the frame, so that a byte now and then does not keep it open.
      this.#stopWaiting ??= clock.after(limits.halfFrameMs, () =>
        this.close(`half a frame after ${limits.halfFrameMs} ms`),
      );
    }
  }

  async #answer(body: Uint8Array): Promise<void> {
    const { limits } = this.#options;
    this.#underWay += 1;
    if (this.#underWay >= limits.requestsUnderWay) this.#socket.pause();
    try {
      await this.#carry(body);
    } catch {
      this.close('the request could not be answered');
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#whenIdle?.();
      this.#readOn();
    }
  }

  async #carry(body: Uint8Array): Promise<void> {
    const { handle, clock, faults } = this.#options;
    const fault = faults?.next(body);
    if (fault) return carryFaultily(fault, body, this.#peer, { handle, clock, wire: this.#wire });
    const reply = await handle(body, this.#peer);
    if ('close' in reply) this.close(reply.close);
    else if (this.#socket.writable) this.#write(frame(reply.body));
    else reply.undelivered?.();
    faults?.answered(body);
  }

  get #wire(): Wire {
    return {
      write: (bytes) => this.#write(bytes),
      hangUp: () => this.#socket.destroySoon(),
      close: (why) => this.close(why),
      ending: this.#ending,
    };
  }

  /** A peer that sends and does not read is not read either, until it has. */
  #write(bytes: Uint8Array): void {
    if (!this.#socket.destroyed && !this.#socket.write(bytes)) this.#socket.pause();
  }

  #readOn(): void {
    const isFull = this.#underWay >= this.#options.limits.requestsUnderWay;
    if (!this.#finishing && !isFull && !this.#socket.writableNeedDrain) this.#socket.resume();
  }
}
