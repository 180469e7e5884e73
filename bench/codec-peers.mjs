// The codec beside its public peers in Go (moov-io/iso8583) and Java (jPOS): builds both in a temporary folder from
// their package registries and measures them and ours on the same purchase by turns. `npm run build`
// first; where go, or mvn and javac, are missing it says so in one line and goes on.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../scripts/run.mjs';

const MOOV = 'github.com/moov-io/iso8583@v0.26.1';
const JPOS = '2.1.10';
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>bench</groupId><artifactId>bench</artifactId><version>1</version><dependencies><dependency>
<groupId>org.jpos</groupId><artifactId>jpos</artifactId><version>${JPOS}</version>
</dependency></dependencies></project>`;
const BUILD_LIMIT_MS = 300_000;
const TURNS = 3;
const ROUNDS = 7;
const ROUND_MS = 300;

const built = (path) => import(pathToFileURL(join(root, path)).href);
const { fromHex, Message, pack, toHex, unpack } = await built('packages/iso8583/dist/index.js');
const { cupPos } = await built('packages/pos-protocol/dist/index.js');
const { purchase: tapped } = await built('server/dist/cli/bench-purchase.js');

// The separator of a track is no decimal digit, and the Go peer packs none but those: all of them get a 0 there.
const purchase = { ...tapped, 35: tapped[35].replace('D', '0') };

const message = new Message('0200');
for (const [field, value] of Object.entries(purchase)) {
  message.set(Number(field), cupPos.fields[field].encoding === 'binary' ? fromHex(value) : value);
}
const bytes = pack(cupPos, message);

const folder = mkdtempSync(join(tmpdir(), 'tillgate-peers-'));
try {
  const contenders = [
    ['tillgate', ours],
    [`moov-io/iso8583 ${MOOV.split('@')[1]} (Go)`, goPeer()],
    [`jPOS ${JPOS} (Java)`, javaPeer()],
  ];
  const results = new Map();
  // By turns, and the best of them: what else the machine does slows each turn differently.
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const [name, measure] of contenders) results.set(name, better(results.get(name), measure?.()));
  }
  process.stdout.write(
    `purchase of ${Object.keys(purchase).length} fields, ${bytes.length} bytes; ns each\n`,
  );
  for (const [name, result] of results) {
    const line = result && `${result.unpackNs} unpack  ${result.packNs} pack`;
    process.stdout.write(`${name.padEnd(32)} ${line ?? 'not measured'}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function better(left, right) {
  if (left === undefined || right === undefined) return left ?? right;
  return {
    unpackNs: Math.min(left.unpackNs, right.unpackNs),
    packNs: Math.min(left.packNs, right.packNs),
  };
}

/** Reading a value costs nothing here: it was made by unpacking. */
function ours() {
  let read = 0;
  const fields = Object.keys(purchase).map(Number);
  const unpackNs = nanoseconds(() => {
    const result = unpack(cupPos, bytes).message;
    for (const field of fields) read += result.value(field).length;
  });
  const packNs = nanoseconds(() => {
    const fresh = new Message('0200');
    for (const field of fields) fresh.set(field, message.value(field));
    read += pack(cupPos, fresh).length;
  });
  if (read === 0) throw new Error('nothing was read');
  return { unpackNs, packNs };
}

/** The median of rounds of a fixed time, as for the other contenders. */
function nanoseconds(once) {
  const results = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const start = performance.now();
    let count = 0;
    while (performance.now() - start < ROUND_MS) {
      for (let turn = 0; turn < 100; turn += 1) once();
      count += 100;
    }
    if (round > 0) results.push(((performance.now() - start) * 1e6) / count);
  }
  return Math.round(results.sort((left, right) => left - right)[results.length >> 1]);
}

function formOf(field) {
  const { encoding, prefix, length, padNibble = 'after' } = cupPos.fields[field];
  return { form: encoding, digits: prefix.digits, length, pad: padNibble, value: purchase[field] };
}

function goPeer() {
  if (!exists('go', 'version')) return skipped('go');
  copyFileSync(join(root, 'bench/go/main.go'), join(folder, 'main.go'));
  writeFileSync(join(folder, 'go.mod'), 'module bench\n');
  const fields = Object.fromEntries(Object.keys(purchase).map((field) => [field, formOf(field)]));
  if (!run('go', ['get', MOOV]) || !run('go', ['build', '-o', 'peer', '.'])) return undefined;
  return () => measured(join(folder, 'peer'), [], JSON.stringify({ hex: toHex(bytes), fields }));
}

function javaPeer() {
  if (!exists('mvn', '-v') || !exists('javac', '-version')) return skipped('mvn and javac');
  writeFileSync(join(folder, 'pom.xml'), POM);
  copyFileSync(join(root, 'bench/java/CodecPeer.java'), join(folder, 'CodecPeer.java'));
  const copied = run('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib']);
  if (!copied || !run('javac', ['-cp', 'lib/*', 'CodecPeer.java'])) return undefined;
  const lines = Object.keys(purchase).map((field) => {
    const { form, digits, length, pad, value } = formOf(field);
    const suffix = { bcd: 'NUM', ascii: 'CHAR', binary: 'BINARY' }[form];
    const fixed = { bcd: 'IFB_NUMERIC', ascii: 'IF_CHAR', binary: 'IFB_BINARY' }[form];
    const name = digits === 0 ? fixed : `IFB_${'L'.repeat(digits)}${suffix}`;
    return `field ${field} ${name} ${length} ${pad} ${value}`;
  });
  return () =>
    measured('java', ['-cp', 'lib/*:.', 'CodecPeer'], [`hex ${toHex(bytes)}`, ...lines].join('\n'));
}

function exists(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function skipped(what) {
  process.stdout.write(`skipped: this peer needs ${what}\n`);
  return undefined;
}

function run(command, args) {
  const { status, stderr } = spawnSync(command, args, {
    cwd: folder,
    timeout: BUILD_LIMIT_MS,
    encoding: 'utf8',
  });
  if (status === 0) return true;
  process.stdout.write(
    `skipped: ${command} ${args[0]} failed: ${(stderr ?? '').trim().split('\n').at(-1)}\n`,
  );
  return false;
}

function measured(command, args, input) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    ...{ cwd: folder, input, timeout: BUILD_LIMIT_MS, encoding: 'utf8' },
  });
  if (status === 0) return JSON.parse(stdout);
  process.stdout.write(`not measured: ${stderr}\n`);
  return undefined;
}
