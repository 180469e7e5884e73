// The HSM in a process of its own. Goal: a host pays through it, declines with A7 while it is killed, goes on when it
// is back, and who does not know the secret learns nothing. Method: two real processes and a raw socket.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { demoTerminal, loadCards } from './demo-world.fixture.js';
import { DataPlace, within } from './host.harness.js';
import { expectCode, WireTerminal } from './wire-terminal.js';

const [hsmPlace, hostPlace] = [new DataPlace(), new DataPlace()];
after(() => Promise.all([hsmPlace.remove(), hostPlace.remove()]));
const card = loadCards[0]!;
const folder = join(hsmPlace.dataDir, 'hsm');

async function serve() {
  const running = hsmPlace.spawn('hsm', 'serve');
  await within(
    (async () => {
      while (!running.out().includes('ready ')) await pause(20);
    })(),
    20_000,
    'the HSM is ready',
  );
  return running.child;
}

test('a host with the HSM in a process of its own', async () => {
  let hsm = await serve();
  const host = await hostPlace.up('--demo', '--hsm', folder);
  assert.ok(!existsSync(join(hostPlace.dataDir, 'lmk')), 'the host has no local master key');
  assert.equal(statSync(join(folder, 'socket')).mode & 0o777, 0o600);
  assert.equal(statSync(join(folder, 'secret')).mode & 0o777, 0o600);
  const till = await WireTerminal.signedOn(demoTerminal('10000001'), host.posPort);
  const pay = async () => till.request('0200', till.purchase(card, 100, { pin: card.pin }));
  expectCode('00', await pay());

  hsm.kill('SIGKILL');
  await once(hsm, 'close');
  const declined = await pay();
  assert.equal(declined.code, 'A7');
  assert.ok(!declined.macFits, 'nobody could make its MAC');
  hsm = await serve();
  const back = async (): Promise<void> => {
    while ((await pay()).code !== '00') await pause(50);
  };
  await within(back(), 15_000, 'payments go on');

  await host.stop();
  hsm.kill('SIGTERM');
  assert.deepEqual(await once(hsm, 'close'), [0, null]);
});

test('who does not know the secret is told a challenge and nothing else', async () => {
  const hsm = await serve();
  const socket = connect(join(folder, 'socket'));
  let told = 0;
  socket.on('data', (bytes) => {
    told += bytes.length;
  });
  socket.write(Buffer.concat([Buffer.from([0, 0, 0, 64]), Buffer.alloc(64)]));
  await within(once(socket, 'close'), 5000, 'the connection is closed');
  assert.equal(told, 4 + 32);
  const second = await hsmPlace.run('hsm', 'serve');
  assert.equal(second.code, 1);
  assert.match(second.said, /TG_HSM_RUNS/);
  hsm.kill('SIGTERM');
  await once(hsm, 'close');
});
