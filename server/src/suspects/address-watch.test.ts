// From where a terminal comes. Goal: a move between networks is written down, one within a network is none, and nothing
// is made of addresses that are not there. Method: addresses as sockets tell them, and a database that remembers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAddressWatch, networkOf } from './address-watch.js';

test('the network of an address, however it is written', () => {
  for (const [address, network] of [
    ['10.0.7.31', '10.0.7.'],
    ['::ffff:10.0.7.31', '10.0.7.'],
    ['2001:db8:0:7::31', '2001:db8:0:7:'],
    ['2001:DB8::1', '2001:db8:0:0:'],
    ['fe80::1%eth0', 'fe80:0:0:0:'],
    ['::1', '0:0:0:0:'],
  ] as const) {
    assert.equal(networkOf(address), network, address);
  }
});

test('moves are written, one line each; the first sight of a terminal is none', async () => {
  const written: unknown[] = [];
  const unsafe = async (_query: string, values: readonly unknown[]) => void written.push(values);
  const watch = createAddressWatch({ unsafe } as never, assert.fail);
  const seen = (terminal: string, address: string | undefined, at: number) =>
    watch.seen(terminal, address, at);
  seen('10000001', '10.0.7.31', 1);
  seen('10000002', '10.9.9.9', 2);
  seen('10000001', '10.0.7.99', 3);
  seen('10000001', undefined, 4);
  assert.deepEqual(written, []);
  seen('10000001', '10.0.8.1', 5);
  seen('10000001', '::ffff:10.0.7.31', 6);
  assert.deepEqual(written, [
    ['10000001', 5, '10.0.7.', '10.0.8.'],
    ['10000001', 6, '10.0.8.', '10.0.7.'],
  ]);
});

test('a move that cannot be written is told, and nothing waits for it', async () => {
  const told: string[] = [];
  const unsafe = () => Promise.reject(new Error('gone'));
  const watch = createAddressWatch({ unsafe } as never, (line) => told.push(line));
  watch.seen('10000001', '10.0.7.31', 1);
  watch.seen('10000001', '10.0.8.31', 2);
  await new Promise((resolve) => setImmediate(resolve));
  assert.match(told.join(), /10000001.*gone/);
});
