// Addresses as they are written and reached.

/** Where this machine reaches what listens on `host`. */
export function loopback(host: string): string {
  return host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
}

/** As it stands in front of a port (RFC 3986, 3.2.2). */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** The port of what a server says that it listens on; 0 for anything but a TCP address. */
export function portOf(address: string | { readonly port: number } | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
