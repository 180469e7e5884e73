// The TLS door. Goal: only a terminal with a standing certificate of the authority is heard, frames and HTTPS alike,
// and a revocation ends what is open. Method: real sockets on loopback, an authority in memory, a handler that echoes.

import assert from 'node:assert/strict';
import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { after, test } from 'node:test';
import { connect, type TLSSocket, type ConnectionOptions as TlsOptions } from 'node:tls';
import { frame } from '@tillgate/pos-protocol';
import { makeCertificateRequest, openAuthority, terminalOf } from '../certificates/index.js';
import { systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { CONTENT_TYPE, defaultLimits, type LinkLimits, listenForTlsTerminals } from './index.js';

const BODY = new Uint8Array(40).fill(0x60);
const FRAMED = Buffer.from(frame(BODY));
const NOW = systemClock.now();
const memory = { load: async () => undefined, save: async () => undefined };
const authority = await openAuthority(memory, systemRandom, NOW);
const stranger = await openAuthority(memory, systemRandom, NOW);
const own = await authority.issueForHost(['tillgate-host'], ['127.0.0.1'], NOW);

interface Credentials {
  readonly key: string;
  readonly cert: string;
  readonly serial: string;
}

async function credentials(terminalId: string, by = authority, at = NOW): Promise<Credentials> {
  const { keyPem, requestPem } = await makeCertificateRequest(terminalId);
  const issued = await by.issueForTerminal(requestPem, terminalId, at);
  assert.ok(issued);
  return { key: keyPem, cert: issued.certificatePem, serial: issued.serial };
}

const till = await credentials('10000001');

async function listen(limits: Partial<LinkLimits> = {}, revoked: ReadonlySet<string> = new Set()) {
  const lines: string[] = [];
  const heard: string[] = [];
  const listener = await listenForTlsTerminals({
    ...{ host: '127.0.0.1', port: 0, keyPem: own.keyPem, certificatePem: own.certificatePem },
    authorityPem: authority.certificatePem,
    limits: { ...defaultLimits, ...limits },
    clock: systemClock,
    faults: undefined,
    log: (line) => lines.push(line),
    handle: async (body, peer) => {
      heard.push(peer.certified?.terminalId ?? '');
      return body[20] === 1 ? { close: 'planted' } : { body };
    },
    async findPeer(certificate: X509Certificate) {
      const serial = certificate.serialNumber.toLowerCase();
      const terminalId = terminalOf(certificate);
      return terminalId === undefined || revoked.has(serial) ? undefined : { terminalId, serial };
    },
  });
  after(() => listener.close());
  return { listener, lines, heard };
}

function dial(port: number, more: TlsOptions): TLSSocket {
  const trust = { ca: authority.certificatePem, servername: 'tillgate-host' };
  const socket = connect({ host: '127.0.0.1', port, ...trust, ...more });
  socket.on('error', () => undefined);
  return socket;
}

/** What comes back for these bytes; empty when the connection ends instead. */
function exchange(socket: TLSSocket, bytes: Uint8Array, enough = FRAMED.length): Promise<Buffer> {
  socket.write(bytes);
  return new Promise((resolve) => {
    let got = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      got = Buffer.concat([got, chunk]);
      if (got.length >= enough) resolve(got);
    });
    socket.once('close', () => resolve(got));
  });
}

test('a terminal with its certificate is heard, whole or byte by byte, and named to the handler', async () => {
  const { listener, heard } = await listen();
  const socket = dial(listener.port, till);
  assert.deepEqual(await exchange(socket, FRAMED), FRAMED);
  const other = dial(listener.port, till);
  await once(other, 'secureConnect');
  const answered = exchange(other, FRAMED.subarray(0, 1));
  for (const byte of FRAMED.subarray(1)) other.write(Uint8Array.of(byte));
  assert.deepEqual(await answered, FRAMED);
  assert.deepEqual(heard, ['10000001', '10000001']);
  socket.destroy();
  other.destroy();
});

for (const [what, more] of [
  ['no certificate', {}],
  ['a certificate of another authority', await credentials('10000001', stranger)],
  ['a certificate that is over', await credentials('10000001', authority, NOW - 400 * 86_400_000)],
  ['the certificate of a host', { key: own.keyPem, cert: own.certificatePem }],
  ['TLS 1.1', { ...till, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }],
] as ReadonlyArray<readonly [string, TlsOptions]>) {
  test(`${what}: nothing is heard`, async () => {
    const { listener, heard } = await listen();
    assert.equal((await exchange(dial(listener.port, more), FRAMED)).length, 0);
    assert.deepEqual(heard, []);
  });
}

test('a revoked certificate is refused, and its open connections end, idle ones too', async () => {
  const revoked = new Set<string>();
  const { listener, lines } = await listen({}, revoked);
  const [talking, silent] = [dial(listener.port, till), dial(listener.port, till)];
  await once(silent, 'secureConnect');
  assert.deepEqual(await exchange(talking, FRAMED), FRAMED);
  revoked.add(till.serial);
  const ended = Promise.all([once(talking, 'close'), once(silent, 'close')]);
  listener.drop(till.serial);
  await ended;
  assert.equal(lines.filter((line) => line.includes('revoked')).length, 2);
  assert.equal((await exchange(dial(listener.port, till), FRAMED)).length, 0);
});

test('after a gap, connections whose certificate was revoked meanwhile end, and the others go on', async () => {
  const revoked = new Set<string>();
  const { listener } = await listen({}, revoked);
  const other = await credentials('10000002');
  const [gone, kept] = [dial(listener.port, till), dial(listener.port, other)];
  await Promise.all([gone, kept].map((socket) => once(socket, 'secureConnect')));
  revoked.add(till.serial);
  const ended = once(gone, 'close');
  listener.checkAgain();
  await ended;
  assert.deepEqual(await exchange(kept, FRAMED), FRAMED);
  kept.destroy();
});

interface Posted {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly body: Buffer;
}

function post(
  port: number,
  body: Uint8Array,
  more: { path?: string; method?: string; type?: string } = {},
): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(
      {
        ...{ host: '127.0.0.1', port, ...till, ca: authority.certificatePem, servername: 'tillgate-host' },
        ...{ path: more.path ?? '/', method: more.method ?? 'POST', agent: false },
        headers: { 'content-type': more.type ?? CONTENT_TYPE, 'content-length': body.length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            type: response.headers['content-type'],
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

test('HTTPS carries the same bytes on the same port', async () => {
  const { listener, heard } = await listen();
  assert.deepEqual(await post(listener.port, FRAMED), { status: 200, type: CONTENT_TYPE, body: FRAMED });
  assert.deepEqual(heard, ['10000001']);
});

for (const [what, status, body, more] of [
  ['another path', 404, FRAMED, { path: '/pay' }],
  ['another method', 405, FRAMED, { method: 'PUT' }],
  ['another content type', 415, FRAMED, { type: 'application/json' }],
  ['half a frame', 400, FRAMED.subarray(0, 10), {}],
  ['two frames', 400, Buffer.concat([FRAMED, FRAMED]), {}],
  ['more than the limit', 413, new Uint8Array(300), {}],
] as const) {
  test(`HTTPS with ${what}: ${status}`, async () => {
    const { listener, heard } = await listen({ frameBytes: 256 });
    assert.equal((await post(listener.port, body, more)).status, status);
    assert.deepEqual(heard, []);
  });
}

test('half a request and half a handshake are given their time', async () => {
  const { listener, lines } = await listen({ halfFrameMs: 150 });
  const slow = dial(listener.port, till);
  slow.write('POST / HTTP/1.1\r\n');
  const stuck = connectPlain({ host: '127.0.0.1', port: listener.port });
  stuck.on('error', () => undefined);
  await Promise.all([once(slow, 'close'), once(stuck, 'close')]);
  assert.ok(
    lines.some((line) => /half a request/.test(line)),
    lines.join(),
  );
  assert.ok(
    lines.some((line) => /no handshake/.test(line)),
    lines.join(),
  );
});

test('one address may take so many connections, handshake or not', async () => {
  const { listener, lines } = await listen({ connectionsPerAddress: 2 });
  const kept = [0, 1].map(() => connectPlain({ host: '127.0.0.1', port: listener.port }));
  await Promise.all(kept.map((socket) => once(socket, 'connect')));
  assert.equal((await exchange(dial(listener.port, till), FRAMED)).length, 0);
  assert.match(lines[0] ?? '', /2 connections are open from there/);
  for (const socket of kept) socket.destroy();
});

test('closing answers what is under way first', async () => {
  const { listener } = await listen();
  const socket = dial(listener.port, till);
  await once(socket, 'secureConnect');
  const answered = exchange(socket, FRAMED);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await listener.close();
  assert.deepEqual(await answered, FRAMED);
});
