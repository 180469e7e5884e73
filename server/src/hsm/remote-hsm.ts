// The client of an HSM in a process of its own. To the batching client it is a worker like any other: it greets, takes
// batches, ends, and is started again, that is connected to anew.

import { EventEmitter } from 'node:events';
import { type Clock, systemClock } from '../kernel/clock.js';
import type { Random } from '../kernel/random.js';
import type { Hsm } from './hsm.js';
import type { FramedPeer } from './hsm-session.js';
import { CHALLENGE_BYTES, proofFits, proofOf } from './socket-proof.js';
import { type HsmOptions, startHsmOn } from './worker-hsm.js';

const PROOF_WITHIN_MS = 5000;

export interface RemoteHsmOptions {
  readonly secret: Uint8Array;
  readonly random: Random;
  connect(events: { onFrame(frame: Uint8Array): void; onClose(): void }): FramedPeer;
  readonly clock?: Clock;
  readonly onDeath?: HsmOptions['onDeath'];
}

/** @throws Fault TG_HSM_UNREACHABLE when nobody listens there, or who does holds another secret */
export function startRemoteHsm(options: RemoteHsmOptions): Promise<Hsm> {
  return startHsmOn(() => new RemoteRoom(options), options.clock ?? systemClock, options.onDeath);
}

class RemoteRoom extends EventEmitter {
  readonly #peer: FramedPeer;
  #ended = false;

  constructor({ secret, random, connect, clock = systemClock }: RemoteHsmOptions) {
    super();
    // Who does not prove itself is left, as one that is not there.
    const cancel = clock.after(PROOF_WITHIN_MS, () => this.#peer.close());
    const ours = random.bytes(CHALLENGE_BYTES);
    let theirs: Uint8Array | undefined;
    let proven = false;
    this.#peer = connect({
      onFrame: (frame) => {
        if (proven) this.emit('message', frame);
        else if (theirs) {
          proven = proofFits(frame, proofOf('hsm', secret, ours, theirs));
          cancel();
          if (proven) this.emit('message', 'ready');
          else this.#peer.close();
        } else {
          theirs = frame;
          this.#peer.send(Buffer.concat([ours, proofOf('host', secret, theirs, ours)]));
        }
      },
      onClose: () => {
        cancel();
        this.#ended = true;
        this.emit('exit');
      },
    });
  }

  postMessage(packed: Uint8Array): void {
    this.#peer.send(packed);
  }

  async terminate(): Promise<void> {
    if (this.#ended) return;
    const ended = new Promise((resolve) => this.once('exit', resolve));
    this.#peer.close();
    await ended;
  }
}
