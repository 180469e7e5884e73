// The link's door: where terminals connect, and the pass-through for terminals in a browser.

export type { ByteSocket } from './byte-socket.js';
export { Connection, type ConnectionOptions } from './connection.js';
export { FAULT_NAMES, type Fault, type FaultName, type Faults } from './faults.js';
export { type FramedLine, openFramedLine } from './framed-line.js';
export { connectFramed, listenFramed } from './framed-socket.js';
export { CONTENT_TYPE } from './http-exchange.js';
export { defaultLimits, type LinkLimits } from './link-limits.js';
export { openPassThrough, type PassThrough, type PassThroughOptions } from './pass-through.js';
export type { CertifiedPeer, Handle, Peer } from './peer.js';
export { listenForTerminals, type PosListener } from './pos-listener.js';
export { listenForTlsTerminals, type TlsListener } from './tls-listener.js';
