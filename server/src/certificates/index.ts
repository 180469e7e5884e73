// The certificates' door: the host's authority, the certificates of terminals, and a terminal's own request.

export { type Authority, openAuthority } from './authority.js';
export { authorityFolder } from './authority-folder.js';
export { makeCertificateRequest } from './certificate-request.js';
export { hostSigner, isSignedByHost, type SignAsHost } from './host-signature.js';
export {
  createTerminalCertificates,
  type TerminalCertificates,
} from './terminal-certificates.js';
export { terminalOf } from './terminal-name.js';
