// How a certificate names its terminal: the common name is field 41.

import type { X509Certificate } from 'node:crypto';

export function terminalName(terminalId: string): string {
  return `CN=${terminalId}, OU=terminal, O=Tillgate`;
}

/** Undefined for a certificate that names no terminal. */
export function terminalOf(certificate: Pick<X509Certificate, 'subject'>): string | undefined {
  const lines = certificate.subject.split('\n');
  const [, terminalId] = lines.map((line) => /^CN=([ -~]{8})$/.exec(line)).find((found) => found) ?? [];
  return lines.includes('OU=terminal') ? terminalId : undefined;
}
