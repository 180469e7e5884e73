// Goal: after payments of every kind, with right and wrong PINs, the memory of the host's process holds no clear key,
// no PIN and no clear PIN block. Method: keys and PINs drawn for this run, the HSM in a process of its own, every
// writable page of the host read from the system while it runs and searched by `tillgate scan`. The HSM's own memory,
// read the same way, shows that what is there is found. On Linux, where a process's memory can be read.

import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bytesToHex, combineComponents, hexToBytes } from '@tillgate/payment-crypto';
import { DataPlace, within } from './host.harness.js';
import { type MemoryCanary, type SecretWorld, secretsOf, secretWorld } from './secret-world.fixture.js';
import { follow, preAuthorization, purchase } from './wire-followers.js';
import { expectCode, WireTerminal } from './wire-terminal.js';

const MEMORY_HOST = fileURLToPath(new URL('./memory-host.js', import.meta.url));
const TILLGATE = fileURLToPath(new URL('../../server/bin/tillgate.js', import.meta.url));
const CHUNK_BYTES = 1 << 20;
const ROUNDS = 20;
const [hsmPlace, hostPlace] = [new DataPlace(), new DataPlace()];
const folder = join(hsmPlace.dataDir, 'hsm');
after(() => Promise.all([hsmPlace.remove(), hostPlace.remove()]));

const canRead = ((): boolean => {
  try {
    accessSync('/proc/self/mem', constants.R_OK);
    return true;
  } catch {
    return false;
  }
})();

async function start(world: SecretWorld, load: boolean): Promise<{ child: ChildProcess; posPort: number }> {
  const args = [hostPlace.dataDir, folder, JSON.stringify(world.acquirer), load ? JSON.stringify(world) : ''];
  const child = fork(MEMORY_HOST, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [{ pos }] = (await within(once(child, 'message'), 60_000, 'the host is ready')) as [{ pos: string }];
  return { child, posPort: Number(pos.split(':').at(-1)) };
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close');
  child.send('stop');
  assert.deepEqual((await within(ended, 30_000, 'the host stops'))[0], 0);
}

/** Every writable page of a process, one after the other. */
function dumpMemory(pid: number, path: string): number {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const dump = openSync(path, 'w', 0o600);
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let dumpedBytes = 0;
  for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
    if (from === undefined || to === undefined || line.includes('[v')) continue;
    const end = Number.parseInt(to, 16);
    for (let at = Number.parseInt(from, 16); at < end; ) {
      const read = readPages(memory, chunk, Math.min(CHUNK_BYTES, end - at), at);
      if (read === 0) break;
      writeSync(dump, chunk, 0, read);
      dumpedBytes += read;
      at += read;
    }
  }
  for (const file of [memory, dump]) closeSync(file);
  return dumpedBytes;
}

/** 0 for pages that went away in between. */
function readPages(memory: number, chunk: Buffer, length: number, at: number): number {
  try {
    return readSync(memory, chunk, 0, length, at);
  } catch {
    return 0;
  }
}

interface Scanned {
  readonly findings: ReadonlyArray<{ readonly kind: string; readonly form: string }>;
}

async function found(canaries: readonly MemoryCanary[], path: string): Promise<Scanned['findings']> {
  const list = join(hostPlace.dataDir, 'canaries.json');
  writeFileSync(list, JSON.stringify({ canaries }), { mode: 0o600 });
  // PANs pass through this process in clear, as messages carry them: no card number is looked for, only these secrets.
  const scan = fork(TILLGATE, ['scan', '--canaries', list, '-o', 'json', path], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const told: string[] = [];
  scan.stdout?.setEncoding('utf8').on('data', (text: string) => told.push(text));
  const [code] = (await within(once(scan, 'close'), 300_000, 'the scan ends')) as [number];
  assert.ok(code === 0 || code === 7, `the scan ended with ${code}`);
  return (JSON.parse(told.join('')) as Scanned).findings.filter(({ kind }) => kind !== 'PAN');
}

async function payDay(world: SecretWorld, posPort: number): Promise<readonly MemoryCanary[]> {
  const identities = ['10000001', '10000002'].map(
    (id) => world.terminals.find(({ terminalId }) => terminalId === id)!,
  );
  const cards = world.cards.filter(({ name }) => name.startsWith('load-')).slice(0, 8);
  const canaries: MemoryCanary[] = [];
  for (const identity of identities) {
    const till = await WireTerminal.signedOn(identity, posPort);
    const { pin, mac } = till.keys!;
    canaries.push(...[pin, mac].map((key) => ({ kind: 'key', value: bytesToHex(key) }) as const));
    for (let round = 0; round < ROUNDS; round += 1) {
      const card = cards[round % cards.length]!;
      expectCode('00', await till.pay(card, 100 + round, { pin: card.pin }));
      expectCode('00', await till.pay(card, 100 + round));
      await till.balanceMinor(card);
      if (round % 5 === 0) {
        const wrong = card.pin.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
        expectCode('55', await till.pay(card, 100, { pin: wrong }));
        expectCode('00', await till.pay(card, 100, { pin: card.pin }));
        await follow(till, 'void', await purchase(till, card, 200));
        await follow(till, 'completion', await preAuthorization(till, card, 200));
        const original = till.purchase(card, 300, { pin: card.pin });
        expectCode('00', await till.request('0200', original));
        expectCode('00', await till.request('0400', till.reversalOf(original)));
      }
    }
    till.close();
  }
  return canaries;
}

test('the memory of the host holds no clear key, PIN or PIN block after a day of payments', async (t) => {
  if (!canRead) {
    t.diagnostic('memory of processes cannot be read here');
    return;
  }
  const hsm = hsmPlace.spawn('hsm', 'serve');
  const isReady = async (): Promise<void> => {
    while (!hsm.out().includes('ready ')) await pause(20);
  };
  await within(isReady(), 20_000, 'the HSM is ready');
  const world = secretWorld();
  // Who loads a world has its keys in clear: another process takes the payments.
  await stop((await start(world, true)).child);
  const { child, posPort } = await start(world, false);
  const canaries = [...secretsOf(world), ...(await payDay(world, posPort))];
  const components = ['component-1', 'component-2'].map((name) =>
    hexToBytes(readFileSync(join(hsmPlace.dataDir, 'lmk', name), 'utf8').trim()),
  );
  const lmk: MemoryCanary = { kind: 'key', value: bytesToHex(combineComponents(components)) };

  const [hostDump, hsmDump] = ['host', 'hsm'].map((name) => join(hostPlace.dataDir, `${name}.memory`));
  const dumpedBytes = dumpMemory(child.pid!, hostDump!);
  assert.ok(dumpedBytes > 30_000_000, `${dumpedBytes} bytes are the memory of a host`);
  assert.deepEqual(await found([...canaries, lmk], hostDump!), []);
  t.diagnostic(
    `${(dumpedBytes / 1e6).toFixed(0)} MB of the host, ${canaries.length + 1} canaries: none found`,
  );

  dumpMemory(hsm.child.pid!, hsmDump!);
  assert.ok((await found([lmk], hsmDump!)).length > 0, 'where a key is, it is found');
  await stop(child);
  hsm.child.kill('SIGTERM');
});
