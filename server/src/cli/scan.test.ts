// Goal: `tillgate scan` keeps its contract, and finds what is planted in files, gzip, a database's table and its
// dump. Method: temporary folders, and a PostgreSQL of this machine with every form of every secret in a table.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { cases, names, planted, SECRETS } from '../scan/planted.fixture.js';
import { connect, startDatabaseServer } from '../store/index.js';
import type { Cli } from './cli.js';
import { HostFault } from './host-client.js';
import { scanCommand } from './scan.js';

const folder = mkdtempSync(join(tmpdir(), 'tillgate-scan-'));
chmodSync(folder, 0o711);
after(() => rmSync(folder, { recursive: true, force: true }));

const canaries = write(
  'canaries.json',
  JSON.stringify(names.map((name) => ({ kind: SECRETS[name][0], value: SECRETS[name][1] }))),
);
const pan = SECRETS['PAN of 16'][1];

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Scanned {
  readonly scanned: { files: number; bytes: number; databases: number };
  readonly findings: Array<{
    path: string;
    offset: number;
    kind: string;
    form: string;
    value: string;
    canary: string;
  }>;
}

async function scan(
  paths: string[],
  list = canaries,
  json = false,
): Promise<{ code: number; out: string; said: string }> {
  let [out, said] = ['', ''];
  const cli: Cli = {
    out: (text) => {
      out += `${text}\n`;
    },
    say: (text) => {
      said += `${text}\n`;
    },
    ...{ language: 'en', env: {}, json, colour: false },
  };
  const code = await scanCommand.run(cli, paths, { canaries: list });
  return { code, out, said };
}

async function scanned(...paths: string[]): Promise<Scanned & { code: number }> {
  const { code, out } = await scan(paths, canaries, true);
  return { code, ...(JSON.parse(out) as Scanned) };
}

test('a line a finding, masked; exit 7 when something is found, 0 when not', async () => {
  const leak = write('leak.log', `sold to ${pan}\n`);
  const { code, out } = await scan([leak]);
  assert.equal(out, `${leak}: offset 8: PAN 629999******0032 as ASCII\n`);
  assert.equal(code, 7);
  const clean = write('clean.log', 'sold to 629999******0032\n');
  assert.deepEqual(await scanned(clean), {
    code: 0,
    findings: [],
    scanned: { files: 1, bytes: 25, databases: 0 },
  });
});

test('folders with all that is in them, links too, each file once', async () => {
  const [inner, outer] = [join(folder, 'inner'), join(folder, 'outer')];
  mkdirSync(inner);
  mkdirSync(outer);
  writeFileSync(join(inner, 'a.gz'), gzipSync(`PAN ${pan}`));
  symlinkSync(inner, join(outer, 'a'));
  symlinkSync(inner, join(outer, 'b'));
  symlinkSync(outer, join(outer, 'whole'));
  symlinkSync(join(outer, 'nowhere'), join(outer, 'c'));
  const { findings, scanned: counted } = await scanned(outer);
  assert.equal(counted.files, 1);
  assert.deepEqual(
    findings.map(({ path, offset, form }) => ({ path, offset, form })),
    [{ path: join(outer, 'a', 'a.gz'), offset: 4, form: 'ASCII in gzip' }],
  );
});

test('no canaries, or no such path, is never a clean result', async () => {
  const there = write('there.txt', 'nothing');
  assert.equal((await scan([there], write('empty.txt', '# none\n'))).code, 2);
  assert.equal((await scan([there], write('odd.txt', 'pan x\n'))).code, 2);
  const missing = (error: unknown): boolean => error instanceof HostFault && error.exitCode === 3;
  await assert.rejects(scan([there], join(folder, 'no-list')), missing);
  await assert.rejects(scan([there, join(folder, 'no-file')]), missing);
  const { code, said } = await scan([
    write('lz4.dump', Buffer.concat([Buffer.from('PGDMP'), Buffer.from([1, 16, 0, 4, 8, 1, 2, 0, 0])])),
  ]);
  assert.equal(code, 4);
  assert.match(said, /not read: .*lz4/);
});

test('every form of every secret in a database: 100 % in its rows, and in its dump', async (t) => {
  const dataDir = join(folder, 'data');
  const options = { dataDir, url: undefined, program: undefined, searchPath: process.env.PATH ?? '' };
  const ports = { clock: systemClock, random: systemRandom, log: () => undefined, onLost: () => undefined };
  const server = await startDatabaseServer({ ...options, ...ports });
  const sql = connect({ ...server.connection, max: 1 });
  after(() => server.stop());
  await sql.unsafe(
    'create table kept_text (words text); create table kept_bytes (words text, content bytea)',
  );
  const rows = cases.flatMap(([form, writer, wanted]) =>
    wanted.map((name) => planted(name, form, writer(SECRETS[name][1]))),
  );
  const isText = (bytes: Buffer): boolean =>
    !bytes.includes(0) && Buffer.from(bytes.toString('utf8')).equals(bytes);
  for (const bytes of rows) {
    if (isText(bytes)) await sql.unsafe('insert into kept_text values ($1)', [bytes.toString('utf8')]);
    else await sql.unsafe('insert into kept_bytes values ($1, $2)', ['-'.repeat(60), bytes]);
  }
  const expected = async (kept: readonly Buffer[]): Promise<string[]> => {
    const apart = kept.flatMap((bytes) => [Buffer.from(`${'-'.repeat(60)}\x1f`), bytes, Buffer.from('\n')]);
    return inWords((await scanned(write('kept', Buffer.concat(apart)))).findings);
  };
  const live = await scanned(dataDir);
  assert.equal(live.scanned.databases, 1);
  const inTable = (table: string): string[] =>
    inWords(live.findings.filter(({ path }) => path === `postgres:///tillgate/public.${table}`));
  const text = rows.filter(isText);
  assert.deepEqual(inTable('kept_text'), await expected(text));
  assert.deepEqual(inTable('kept_bytes'), await expected(rows.filter((bytes) => !isText(bytes))));
  const dumps = ['plain', 'custom'].map((format) => dumpOf(server.connection, format));
  await sql.end();
  if (dumps.includes(undefined)) return t.diagnostic('no pg_dump on this machine');
  // A dump writes line ends and other control characters as two characters.
  const oneLine = await expected(text.filter((bytes) => bytes.every((byte) => byte >= 0x20)));
  for (const dump of dumps) {
    const found = new Set(inWords((await scanned(write('one.dump', dump ?? ''))).findings));
    for (const words of oneLine) assert.ok(found.has(words), words);
  }
});

/** Which secrets, and in which encodings; split or not, the lines differ between a file and a dump. */
function inWords(findings: Scanned['findings']): string[] {
  const encoding = (form: string): string => form.replace(/, split by separators| in dump/g, '');
  return findings.map(({ canary, form }) => `${canary} ${encoding(form)}`).sort();
}

function dumpOf(
  {
    host,
    port,
    user,
    database,
    password,
  }: { host: string; port: number; user: string; database: string; password(): string },
  format: string,
): Buffer | undefined {
  const args = ['-h', host, '-p', `${port}`, '-U', user, '-F', format, '-t', 'kept_text', database];
  try {
    return execFileSync('pg_dump', args, {
      env: { ...process.env, PGPASSWORD: password() },
      maxBuffer: 1 << 26,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
