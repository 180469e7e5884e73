// Who is at the other end of a connection, as far as the link can prove it.

import type { FaultName } from './faults.js';

/** Proved by a certificate of this host's authority. */
export interface CertifiedPeer {
  readonly terminalId: string;
  /** Lower-case hex. */
  readonly serial: string;
}

/** Where a connection comes from, and whose it is. */
export interface Peer {
  /** As the network tells it: a relay or a provider's gateway may stand between. */
  readonly address: string | undefined;
  /** Undefined over plain TCP. */
  readonly certified: CertifiedPeer | undefined;
}

/**
 * What becomes of a frame body: the answer's body, or why the connection closes. `fault` is what the laboratory's line
 * does to this message. `undelivered` is called instead of sending, where the peer has hung up before.
 */
export type Handle = (
  body: Uint8Array,
  peer: Peer,
  fault?: FaultName,
) => Promise<{ readonly body: Uint8Array; undelivered?(): void } | { readonly close: string }>;
