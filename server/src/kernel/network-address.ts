// Addresses as they are written and reached.

/** Where this machine reaches what listens on `host`. */
export function loopback(host: string): string {
  return host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
}

/** As it stands in front of a port (RFC 3986, 3.2.2). */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
