// The terminals' door in production: TLS 1.2 or later, a certificate demanded of every terminal. What follows the
// handshake is frames, or one HTTPS request: the first byte tells, since no frame is as long as "PO" would say.

import type { X509Certificate } from 'node:crypto';
import { createServer, type TLSSocket } from 'node:tls';
import { Connection, type ConnectionOptions } from './connection.js';
import { Doorkeeper, peerName } from './doorkeeper.js';
import { createHttpExchange, type HttpExchange } from './http-exchange.js';
import type { CertifiedPeer } from './peer.js';
import { closing, listening, type PosListener } from './pos-listener.js';

export interface TlsListenerOptions extends ConnectionOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly keyPem: string;
  readonly certificatePem: string;
  /** Terminals' certificates come from here. */
  readonly authorityPem: string;
  /** Of a certificate whose signature and dates are right; undefined when it is not to be used. */
  findPeer(certificate: X509Certificate): Promise<CertifiedPeer | undefined>;
}

export interface TlsListener extends PosListener {
  /** Ends the open connections under this certificate. */
  drop(serial: string): void;
  /** Asks about the certificate of every open connection anew, and ends those that are not to be used. */
  checkAgain(): void;
}

export async function listenForTlsTerminals(options: TlsListenerOptions): Promise<TlsListener> {
  const { limits, log } = options;
  const open = new Set<SecuredSocket>();
  const http = createHttpExchange(options);
  const door = new Doorkeeper(limits, log);
  const server = createServer({
    key: options.keyPem,
    cert: options.certificatePem,
    ca: options.authorityPem,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    handshakeTimeout: limits.halfFrameMs,
    noDelay: true,
  });
  server.on('connection', (socket) => void door.admits(socket));
  server.on('tlsClientError', (error, socket) => {
    log(
      `refused ${peerName(socket)}: no handshake, ${(error as NodeJS.ErrnoException).code ?? error.message}`,
    );
    socket.destroy();
  });
  server.on('secureConnection', (socket) => {
    const secured = new SecuredSocket(socket, options, http);
    open.add(secured);
    socket.once('close', () => open.delete(secured));
  });
  const port = await listening(server, options);
  return {
    port,
    drop(serial) {
      for (const secured of open) if (secured.serial === serial) secured.close('its certificate is revoked');
    },
    checkAgain() {
      for (const secured of open) void secured.check();
    },
    close: () => closing(server, open),
  };
}

const FIRST_BYTE_OF_POST = 'P'.charCodeAt(0);

/** A connection from its handshake on, until it is known what it speaks and after. */
class SecuredSocket {
  /** Lower-case hex: how a revocation names it. */
  readonly serial: string;
  readonly #socket: TLSSocket;
  readonly #options: TlsListenerOptions;
  readonly #name: string;
  readonly #certificate: X509Certificate | undefined;
  #carries: { finish(): Promise<void> } | undefined;

  constructor(socket: TLSSocket, options: TlsListenerOptions, http: HttpExchange) {
    this.#socket = socket;
    this.#options = options;
    this.#name = peerName(socket);
    const { idleMs } = options.limits;
    socket.on('error', () => undefined);
    socket.setTimeout(idleMs, () => this.close(`silent for ${idleMs} ms`));
    this.#certificate = socket.getPeerX509Certificate();
    this.serial = this.#certificate?.serialNumber.toLowerCase() ?? '';
    void this.#greet(http);
  }

  close(why: string): void {
    if (this.#socket.destroyed) return;
    this.#options.log(`closed ${this.#name}: ${why}`);
    this.#socket.destroy();
  }

  async finish(): Promise<void> {
    if (this.#carries) await this.#carries.finish();
    else this.#socket.destroy();
  }

  /** Who is there; undefined when the connection had to be closed. */
  async check(): Promise<CertifiedPeer | undefined> {
    const certificate = this.#certificate;
    // Unknown while the books cannot be asked, and then not served.
    const peer = certificate && (await this.#options.findPeer(certificate).catch(() => undefined));
    if (!peer) this.close('its certificate is revoked, or not of a terminal');
    return peer;
  }

  async #greet(http: HttpExchange): Promise<void> {
    const peer = await this.check();
    if (!peer) return;
    this.#socket.once('data', (first: Uint8Array) => {
      this.#socket.pause();
      this.#socket.unshift(first);
      this.#carries =
        first[0] === FIRST_BYTE_OF_POST
          ? http.serve(this.#socket, peer)
          : new Connection(this.#socket, peer, this.#options);
      this.#socket.resume();
    });
  }
}
