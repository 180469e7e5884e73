// Carries one message over a line with one fault. The host behind it works as ever: it is told what the line does, to
// note it with the transaction, and nothing else.

import { frame } from '@tillgate/pos-protocol';
import type { Clock } from '../kernel/clock.js';
import type { Fault, FaultName } from './faults.js';
import type { Handle, Peer } from './peer.js';

/** The socket, as far as a fault needs it. */
export interface Wire {
  write(bytes: Uint8Array): void;
  /** Sends what was written, then ends the connection. */
  hangUp(): void;
  close(why: string): void;
  /** Resolves when the host is about to stop: nothing is held back then. */
  readonly ending: Promise<void>;
}

const SLOW_BYTE_MS = 15;
const LENGTH_BYTES = 2;

export async function carryFaultily(
  fault: Fault,
  body: Uint8Array,
  peer: Peer,
  { handle, clock, wire }: { readonly handle: Handle; readonly clock: Clock; readonly wire: Wire },
): Promise<void> {
  const wait = (ms: number): Promise<void> => hold(clock, ms, wire.ending);
  if (fault.name === 'reorder') {
    await hold(clock, fault.holdMs, Promise.race([fault.overtaken, wire.ending]));
  }
  const sent = fault.name === 'flip-byte' ? withLastBitFlipped(body) : body;
  const reply = await handle(sent, peer, fault.name);
  if ('close' in reply) return wire.close(reply.close);
  if (fault.name === 'duplicate') await handle(body, peer);
  if (fault.name === 'delay') await wait(fault.holdMs);
  const send = sendings[fault.name];
  if (send) await send(frame(reply.body), wire, wait);
  else wire.write(frame(reply.body));
}

/** Waits so long, or until `end`; leaves no timer behind. */
async function hold(clock: Clock, ms: number, end: Promise<void>): Promise<void> {
  let cancel: () => void = () => undefined;
  const over = new Promise<void>((wake) => {
    cancel = clock.after(ms, wake);
  });
  await Promise.race([over, end]);
  cancel();
}

type Sending = (framed: Uint8Array, wire: Wire, wait: (ms: number) => Promise<void>) => void | Promise<void>;

/** What happens to the answer; the others leave it as it is. */
const sendings: Readonly<Partial<Record<FaultName, Sending>>> = {
  cut(framed, wire) {
    wire.write(framed.subarray(0, framed.length >> 1));
    wire.hangUp();
  },
  'wrong-length'(framed, wire) {
    const short = framed.slice();
    const length = framed.length - LENGTH_BYTES - 1;
    short.set([length >> 8, length & 255]);
    wire.write(short);
    wire.hangUp();
  },
  async 'slow-bytes'(framed, wire, wait) {
    for (let at = 0; at < framed.length; at += 1) {
      wire.write(framed.subarray(at, at + 1));
      await wait(SLOW_BYTE_MS);
    }
  },
  'answer-lost': () => undefined,
};

/** A bit of the last byte: of the MAC, where there is one. */
function withLastBitFlipped(body: Uint8Array): Uint8Array {
  const bent = body.slice();
  bent[bent.length - 1] = bent.at(-1)! ^ 1;
  return bent;
}
