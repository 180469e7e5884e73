// What one peer may take of the host.

export interface LinkLimits {
  /** Longest frame body in bytes. */
  readonly frameBytes: number;
  /** Shortest; that of a terminal's message unless told. */
  readonly leastFrameBytes?: number;
  /** How long a started frame may take to arrive, and a handshake to be done. */
  readonly halfFrameMs: number;
  /** How long a connection may be silent. */
  readonly idleMs: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Requests of one connection under way at a time; more wait unread in the socket. */
  readonly requestsUnderWay: number;
}

export const defaultLimits: LinkLimits = {
  frameBytes: 4096,
  halfFrameMs: 10_000,
  idleMs: 600_000,
  connections: 4096,
  connectionsPerAddress: 2048,
  requestsUnderWay: 64,
};
