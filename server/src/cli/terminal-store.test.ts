// Goal: a terminal's state survives, belongs to one process at a time, and lies encrypted on disk.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freshState, type TerminalState } from '@tillgate/terminal';
import { openTerminalStore } from './terminal-store.js';

const pan = '6299990000001000011';

const state: TerminalState = {
  ...{ ...freshState, nextTrace: 7 },
  pendingReversal: {
    ...{ reason: '98', answerVerified: false, fields: { 2: pan }, chipData: undefined, attempts: 0 },
  },
};

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'terminal-store-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('what was saved is loaded; a terminal that was never used has no state', () =>
  inFolder(async (folder) => {
    const first = await openTerminalStore(folder, '10000001');
    assert.equal(await first.store.load(), undefined);
    await first.store.save(state);
    await first.close();
    const second = await openTerminalStore(folder, '10000001');
    const loaded = await second.store.load();
    assert.deepEqual(loaded, JSON.parse(JSON.stringify(state)));
    await second.close();
  }));

test('no file holds the PAN, and only their owner may read them', () =>
  inFolder(async (folder) => {
    const { store, close } = await openTerminalStore(folder, '10000001');
    await store.save(state);
    await close();
    const terminals = join(folder, 'terminals');
    const names = await readdir(terminals);
    assert.deepEqual(names.sort(), ['10000001.json', 'store-key-1', 'store-key-2']);
    for (const name of names) {
      const path = join(terminals, name);
      assert.equal((await stat(path)).mode & 0o077, 0);
      const text = (await readFile(path)).toString('latin1');
      for (const form of [pan, Buffer.from(pan).toString('base64').slice(0, 20)])
        assert.ok(!text.includes(form));
    }
  }));

test('a second process is refused while the first works; what a dead one left is taken over', () =>
  inFolder(async (folder) => {
    const first = await openTerminalStore(folder, '10000001');
    await assert.rejects(openTerminalStore(folder, '10000001'), { code: 'TG_TERMINAL_BUSY' });
    const other = await openTerminalStore(folder, '10000002');
    await other.close();
    await first.close();
    // No process has this number: it is above what Linux gives out.
    await writeFile(join(folder, 'terminals', '10000001.lock'), '4194305');
    await (await openTerminalStore(folder, '10000001')).close();
  }));

test('a changed file, or the file of another terminal, is refused, never taken for a fresh terminal', () =>
  inFolder(async (folder) => {
    const { store, close } = await openTerminalStore(folder, '10000001');
    await store.save(state);
    await close();
    const path = join(folder, 'terminals', '10000001.json');
    const text = await readFile(path, 'utf8');
    await writeFile(join(folder, 'terminals', '10000002.json'), text);
    const other = await openTerminalStore(folder, '10000002');
    await assert.rejects(other.store.load(), { code: 'TG_TERMINAL_STATE' });
    await other.close();
    for (const broken of ['', '{}', text.slice(0, -20), text.replace(/"sealed":"..../, '"sealed":"AAAA')]) {
      await writeFile(path, broken);
      const opened = await openTerminalStore(folder, '10000001');
      await assert.rejects(opened.store.load(), { code: 'TG_TERMINAL_STATE' });
      await opened.close();
    }
  }));
