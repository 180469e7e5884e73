// Goal: the host command port is closed unless it was asked for, and then answers clients on this machine.
// Method: a client's bytes over a socket: two length bytes, header, command.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DataPlace } from './host.harness.js';
import { framed, WireLink } from './wire-terminal.js';

const place = new DataPlace();
after(() => place.remove());

test('off unless asked for', async () => {
  const host = await place.up('--demo');
  assert.equal(host.hostCommands, undefined);
  await host.stop();
});

test('on this machine, a client gets an answer to each command, and hangs up nobody by nonsense', async () => {
  const host = await place.up('--demo', '--host-commands-port', '0');
  const [address, port] = (host.hostCommands ?? '').split(':');
  assert.equal(address, '127.0.0.1');
  const link = new WireLink(Number(port));
  const ask = async (command: string): Promise<string> =>
    (await link.exchangeBytes(framed(Buffer.from(command, 'latin1')))).toString('latin1');
  assert.match(await ask('0001NC'), /^0001ND00[0-9A-F]{6}0000000000TG00-SOFT$/);
  assert.equal(await ask('0002B20004PING'), '0002B300PING');
  assert.equal(await ask('0003CA nonsense'), '0003CB15');
  assert.equal(await ask('0004ZZ'), '0004Z[68');
  link.close();
  await host.stop();
});
