// Terminals with certificates, from outside. Goal: enrolled terminals pay over TLS and HTTPS, one that poses as
// another is refused and kept on record, renewals overlap, and a revocation works at once. Method: a real host, its
// command line, and the stories' own terminal over node:tls.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect } from 'node:tls';
import type { Suspect } from '@tillgate/server/api';
import { demoHost } from './demo-host.harness.js';
import { demoCard, demoTerminal } from './demo-world.fixture.js';
import { expectCode, framed, NoAnswer, WireLink, WireTerminal } from './wire-terminal.js';

const demo = demoHost();
const everyday = demoCard('everyday');

interface Certificate {
  readonly serial: string;
  readonly terminalId: string;
  readonly revokedAt: number | null;
}

function terminal(action: string, terminalId: string, ...more: readonly string[]) {
  return demo.place.run('terminal', action, '--terminal', terminalId, ...more, '-o', 'json');
}

async function enrolled(action: 'enrol' | 'renew', terminalId: string) {
  const { code, out, said } = await terminal(action, terminalId);
  assert.equal(code, 0, said);
  const path = join(demo.place.dataDir, 'terminals', `${terminalId}.certificate.json`);
  const { keyPem, certificatePem, authorityPem } = JSON.parse(readFileSync(path, 'utf8')) as Record<
    string,
    string
  >;
  const identity = { key: keyPem, cert: certificatePem, ca: authorityPem, servername: 'tillgate-host' };
  return { ...(JSON.parse(out) as Certificate), identity };
}

function linkWith(identity: object): WireLink {
  const { posTlsPort } = demo.host;
  return new WireLink(posTlsPort, connect({ host: '127.0.0.1', port: posTlsPort, ...identity }));
}

test('a terminal enrols, signs on and pays over TLS by itself; plain TCP stays for this machine', async () => {
  const refused = await terminal('sale', '10000002', '--tls', '--card', 'everyday', '--amount', '1.00');
  assert.equal(refused.code, 4, 'not enrolled');
  await enrolled('enrol', '10000002');
  assert.equal((await terminal('sign-on', '10000002', '--tls')).code, 0);
  for (const how of [['--tls'], [], ['--no-tls']]) {
    const { code, said } = await terminal(
      'sale',
      '10000002',
      '--card',
      'everyday',
      '--amount',
      '1.00',
      ...how,
    );
    assert.equal(code, 0, said);
  }
  const again = await terminal('enrol', '10000002');
  assert.equal(again.code, 4);
  assert.match(again.said, /renew/);
  assert.equal((await terminal('enrol', '19999999')).code, 3);
});

test('field 41 of another terminal is refused with its reason, and kept', async () => {
  const { identity } = await enrolled('enrol', '10000003');
  const three = new WireTerminal(demoTerminal('10000003'), demo.host.posPort);
  three.over(linkWith(identity));
  assert.equal((await three.signOn()).code, '00');
  expectCode('00', await three.pay(everyday, 100));
  const posing = new WireTerminal(demoTerminal('10000001'), demo.host.posPort);
  posing.over(linkWith(identity));
  const refused = await posing.signOn();
  assert.equal(refused.code, '58');
  const told = await demo.place.json<{ cause: { id: string; evidence: string[] } }>(
    ...['explain', refused.rrn, '--for', 'engineer'],
  );
  assert.equal(told.cause.id, 'terminal.certificate');
  assert.deepEqual(told.cause.evidence, ['certifiedTerminalId = 10000003']);
  three.close();
  posing.close();
});

test('evidence over its own certificate is proved, and what another certificate makes is not', async () => {
  const { identity } = await enrolled('renew', '10000003');
  const three = new WireTerminal(demoTerminal('10000003'), demo.host.posPort);
  three.over(linkWith(identity));
  for (let turn = 0; turn < 2; turn += 1) assert.equal((await three.signOn()).code, '00');
  const all = await demo.place.json<readonly Suspect[]>('suspects');
  const evidenceOf = (terminalId: string, what: string) =>
    all.find((one) => one.terminalId === terminalId)?.evidence.find((one) => one.what === what);
  const signOns = evidenceOf('10000003', 'sign-on.often');
  assert.ok(signOns && signOns.times === signOns.proved, JSON.stringify(signOns));
  assert.equal(evidenceOf('10000001', 'terminal.certificate')?.proved, 0);
});

test('HTTPS: a frame posted is a frame answered', async () => {
  const { identity } = await enrolled('enrol', '10000004');
  const echo = Buffer.from(
    '600012000061310031100008200000000000C00010' +
      '31303030303030343939393239303035343131303030310011000000013010',
    'hex',
  );
  const merchantId = demoTerminal('10000004').merchantId;
  echo.write(merchantId, echo.indexOf('10000004') + 8, 'latin1');
  const { status, body } = await post(identity, framed(echo));
  assert.equal(status, 200);
  assert.equal(body.readUInt16BE(0), body.length - 2);
  assert.equal(body.toString('hex', 13, 15), '0830');
  assert.ok(body.includes('00', body.indexOf('10000004') - 2));
});

test('renewals overlap, and a revocation ends open connections and new ones at once', async () => {
  const old = await enrolled('enrol', '10000006');
  const fresh = await enrolled('renew', '10000006');
  assert.notEqual(old.serial, fresh.serial);
  const [six, newer] = [old, fresh].map(({ identity }) => {
    const one = new WireTerminal(demoTerminal('10000006'), demo.host.posPort);
    one.over(linkWith(identity));
    return one;
  });
  assert.ok(six && newer);
  assert.equal((await six.signOn()).code, '00');
  assert.equal((await newer.signOn()).code, '00', 'both are good');

  assert.equal((await terminal('revoke', '10000006', '--serial', old.serial)).code, 0);
  await assert.rejects(six.signOn(), NoAnswer, 'the open connection is gone');
  six.over(linkWith(old.identity));
  await assert.rejects(six.signOn(), NoAnswer, 'and no new one comes about');
  assert.equal((await newer.signOn()).code, '00', 'the newer one stands');
  assert.equal(
    (await terminal('revoke', '10000006', '--serial', old.serial)).code,
    3,
    'nothing left to revoke',
  );

  const all = await demo.place.json<readonly Certificate[]>('terminal', 'certificates');
  const own = all.filter(({ terminalId }) => terminalId === '10000006');
  assert.deepEqual(
    own.map(({ serial, revokedAt }) => [serial, revokedAt !== null]).sort(),
    [
      [old.serial, true],
      [fresh.serial, false],
    ].sort(),
  );
  assert.equal((await terminal('revoke', '10000006')).code, 0);
  await assert.rejects(newer.signOn(), NoAnswer);
});

function post(identity: object, bytes: Buffer): Promise<{ status: number | undefined; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'x-ISO-TPDU/x-auth', 'content-length': bytes.length };
    const sent = httpsRequest(
      {
        host: '127.0.0.1',
        port: demo.host.posTlsPort,
        ...identity,
        path: '/',
        method: 'POST',
        agent: false,
        headers,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
      },
    );
    sent.on('error', reject);
    sent.end(bytes);
  });
}
