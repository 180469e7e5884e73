// One host's connection at an HSM in a process of its own: challenge and proof both ways, then batches as a worker
// takes them. Who proves nothing is told nothing.

import type { Random } from '../kernel/random.js';
import { answerBatch } from './batch.js';
import type { Commands } from './hsm.js';
import { PackedWriter } from './packing.js';
import { CHALLENGE_BYTES, PROOF_BYTES, proofFits, proofOf } from './socket-proof.js';

/** One end of a connection that carries whole frames. */
export interface FramedPeer {
  send(frame: Uint8Array): void;
  close(): void;
}

export interface ServedRoom {
  readonly commands: Commands;
  readonly secret: Uint8Array;
  readonly random: Random;
}

/** @returns what to do with each frame that arrives */
export function createHsmSession(room: ServedRoom, peer: FramedPeer): (frame: Uint8Array) => void {
  const challenge = room.random.bytes(CHALLENGE_BYTES);
  const answers = new PackedWriter();
  let proven = false;
  peer.send(challenge);
  return (frame) => {
    if (!proven) {
      const [theirs, proof] = [frame.subarray(0, CHALLENGE_BYTES), frame.subarray(CHALLENGE_BYTES)];
      const expected = proofOf('host', room.secret, challenge, theirs);
      proven = frame.length === CHALLENGE_BYTES + PROOF_BYTES && proofFits(proof, expected);
      if (proven) peer.send(proofOf('hsm', room.secret, theirs, challenge));
      else peer.close();
      return;
    }
    try {
      answerBatch(room.commands, frame, answers);
      peer.send(answers.take());
    } catch {
      // A batch that is none: this host has lost its way, and the others need the room.
      answers.take();
      peer.close();
    }
  };
}
