// Goal: the program that fits the data is found wherever it lies, and no other is ever used.
// Method: folders with shell scripts that answer `--version` as PostgreSQL does.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeLinks } from './embedded-program.js';
import { findProgram, type ProgramSearch, parseProgramSource } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'tillgate-test-'));
after(() => rmSync(folder, { recursive: true }));

function program(
  name: string,
  versionText: string,
  parts: readonly string[] = ['postgres', 'initdb'],
): string {
  const bin = join(folder, name, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const part of parts) {
    writeFileSync(join(bin, part), `#!/bin/sh\necho "${part} (PostgreSQL) ${versionText}"\n`);
    chmodSync(join(bin, part), 0o755);
  }
  return bin;
}

function search(searchPath: string, dataMajor?: number): ProgramSearch {
  return { searchPath, only: 'installed', user: undefined, dataMajor, copyFolder: () => folder };
}

const pg97 = program('pg97', '97.2 (Debian 97.2-1)');
const pg98 = program('pg98', '98beta1');
const ancient = program('ancient', '14.9');
const half = program('half', '99.1', ['postgres']);

test('the first of PATH, unless the data needs another', () => {
  assert.deepEqual(findProgram(search(`${pg97}:${pg98}`)), {
    source: 'installed',
    binFolder: pg97,
    major: 97,
  });
  assert.equal(findProgram(search(`${pg97}:${pg98}`, 98)).binFolder, pg98);
});

test('too old, without initdb and not there at all are passed over', () => {
  assert.equal(findProgram(search(`${ancient}:${half}:/nowhere::${pg98}`)).major, 98);
});

test('a link on PATH leads to the folder of the real program', () => {
  const links = join(folder, 'links');
  mkdirSync(links);
  symlinkSync(join(pg97, 'postgres'), join(links, 'postgres'));
  assert.equal(findProgram(search(links)).binFolder, pg97);
});

test('data of another major version is a fault that names both', () => {
  assert.throws(() => findProgram(search(pg97, 42)), {
    code: 'TG_DATABASE_VERSION',
    message: /made by PostgreSQL 42, .*97 \(installed\)/,
  });
});

test('TILLGATE_POSTGRES takes its two words only', () => {
  assert.equal(parseProgramSource(undefined), undefined);
  assert.equal(parseProgramSource('embedded'), 'embedded');
  assert.throws(() => parseProgramSource('docker'), { code: 'TG_DATABASE_PROGRAM' });
});

test('the links that npm could not install are made, twice without harm', () => {
  const native = join(folder, 'package/native');
  mkdirSync(join(native, 'lib'), { recursive: true });
  writeFileSync(join(native, 'lib/libpq.so.5.18'), 'library');
  const list = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(list));
  for (const _ of [1, 2]) {
    assert.equal(makeLinks(native), true);
    assert.equal(readlinkSync(join(native, 'lib/libpq.so.5')), 'libpq.so.5.18');
  }
});
