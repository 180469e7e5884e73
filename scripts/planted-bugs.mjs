// Do the tests work? Plants each bug of the table in a copy of the sources, builds the copy, and lets the detector find
// it: prints which one was caught by what, after how many seeds. Fails when one was not caught. Arguments: words of the
// names to run only those.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isMain, root } from './findings.mjs';
import { PLANTED_BUGS } from './planted-bugs-table.mjs';

const SEEDS = 12;
const TRANSACTIONS = 1_000;
const LIMIT_MS = 240_000;
const CHECK_FAILED = 7;

const COPIED = ['package.json', 'tsconfig.json', 'tsconfig.base.json', 'packages', 'server', 'sim', 'e2e'];

/** A copy of the sources and of what was built of them, with the packages that are installed here. */
function copyOfSources() {
  const copy = mkdtempSync(join(tmpdir(), 'tillgate-planted-'));
  const filter = (path) => basename(path) !== 'node_modules';
  for (const name of COPIED) {
    cpSync(join(root, name), join(copy, name), { recursive: true, preserveTimestamps: true, filter });
  }
  const installed = join(root, 'node_modules');
  mkdirSync(join(copy, 'node_modules', '@tillgate'), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name !== '@tillgate') symlinkSync(join(installed, name), join(copy, 'node_modules', name));
  }
  for (const name of readdirSync(join(copy, 'packages'))) {
    symlinkSync(join(copy, 'packages', name), join(copy, 'node_modules/@tillgate', name));
  }
  for (const name of ['server', 'sim'])
    symlinkSync(join(copy, name), join(copy, 'node_modules/@tillgate', name));
  // A bug may leave something unused behind; that is not what has to find it.
  const config = join(copy, 'tsconfig.base.json');
  writeFileSync(config, readFileSync(config, 'utf8').replaceAll(/("noUnused\w+": )true/g, '$1false'));
  build(copy);
  return copy;
}

function runIn(copy, args) {
  return spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 1 << 28,
  });
}

function build(copy) {
  const built = runIn(copy, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'e2e', 'sim']);
  if (built.status !== 0) throw new Error(`the copy does not build: ${built.stdout}`);
}

/** Changes the sources; answers how to change them back. */
function plant(copy, { name, edits }) {
  const before = new Map();
  for (const { file, find, replace } of edits) {
    const path = join(copy, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(find).length !== 2) throw new Error(`${name}: ${file} has not exactly one place for it`);
    if (!before.has(path)) before.set(path, text);
    writeFileSync(
      path,
      text.replace(find, () => replace),
    );
  }
  return () => {
    for (const [path, text] of before) writeFileSync(path, text);
  };
}

/** What found it, after how many seeds; undefined when nothing did. */
function detect(copy, bug) {
  return bug.caughtBy === 'sim' ? simulate(copy, bug) : runTest(copy, bug);
}

function simulate(copy, { faults, transactions = TRANSACTIONS, seeds = SEEDS }) {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const args = ['server/bin/tillgate.js', 'sim', '--seed', seed, '--transactions', transactions];
    const done = runIn(copy, [...args.map(String), '--faults', faults, '--workers', '1', '-o', 'json']);
    if (done.status === CHECK_FAILED) {
      const [first] = JSON.parse(done.stdout).violations;
      return { by: `simulation: ${first.invariant}`, seeds: seed };
    }
    if (done.status !== 0)
      return { by: `simulation: ends with ${done.status ?? 'its time limit'}`, seeds: seed };
  }
  return undefined;
}

function runTest(copy, { caughtBy, test }) {
  const done = runIn(copy, ['--test', test]);
  return done.status === 0 ? undefined : { by: `${caughtBy}: ${basename(test)}`, seeds: 0 };
}

/** A detector that finds something where nothing was planted would find every bug. */
function requireSound(copy, bugs) {
  const tests = [...new Set(bugs.flatMap(({ test }) => test ?? []))];
  const found = tests.map((test) => runTest(copy, { caughtBy: 'without a bug', test }));
  if (bugs.some(({ caughtBy }) => caughtBy === 'sim'))
    found.push(simulate(copy, { faults: 'all', seeds: 3 }));
  const wrong = found.find((one) => one !== undefined);
  if (wrong) throw new Error(`the sound copy fails: ${wrong.by}`);
}

/** Plants one bug after the other; `tell` hears of each. */
export function plantAll(bugs, tell) {
  const copy = copyOfSources();
  try {
    requireSound(copy, bugs);
    return bugs.map((bug) => {
      const takeBack = plant(copy, bug);
      try {
        build(copy);
        const caught = detect(copy, bug);
        tell(bug, caught);
        return { bug, caught };
      } finally {
        takeBack();
      }
    });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** One line of the table. */
function line(name, by, seeds) {
  return `${name.padEnd(66)} ${by.padEnd(52)} ${seeds}`;
}

if (isMain(import.meta.url)) {
  const words = process.argv.slice(2);
  const bugs = PLANTED_BUGS.filter(({ name }) => words.every((word) => name.includes(word)));
  process.stdout.write(`${line('bug', 'caught by', 'seeds')}\n`);
  const results = plantAll(bugs, ({ name }, caught) =>
    process.stdout.write(`${line(name, caught?.by ?? 'NOT CAUGHT', caught?.seeds || '-')}\n`),
  );
  const caught = results.filter((result) => result.caught !== undefined).length;
  process.stdout.write(`${caught} of ${results.length} caught\n`);
  process.exitCode = caught === results.length && results.length > 0 ? 0 : 1;
}
