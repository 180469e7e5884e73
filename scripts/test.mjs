// `npm test`: installs what is missing, builds, runs every test file of the compiled tree and of the scripts
// with node's own runner, and closes with the line `N passed, N failed`. `--long` runs the *.long.js files instead.
// `node scripts/test.mjs PATTERN...` runs the files whose path contains a pattern.
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { build, installWhatIsMissing, root, run } from './run.mjs';

const args = process.argv.slice(2);
const long = args.includes('--long');
const patterns = args.filter((arg) => !arg.startsWith('--'));

installWhatIsMissing();
if (!args.includes('--no-build')) build();

const files = ['packages', 'server/dist', 'sim/dist', 'web/dist-test', 'e2e/dist', 'scripts']
  .flatMap((folder) => walk(join(root, folder)))
  .filter((file) => (long ? /\.long\.m?js$/ : /\.test\.m?js$/).test(file) && hasSource(file))
  .map((file) => relative(root, file))
  .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
  .sort();
if (files.length === 0) {
  process.stderr.write('no test file fits\n');
  process.exit(1);
}
process.exit(
  run(process.execPath, [
    '--enable-source-maps',
    '--test',
    // A test that hangs is a failure, not a run without end.
    `--test-timeout=${long ? 1_200_000 : 180_000}`,
    // Long tests measure times and fill the machine: one after the other.
    `--test-concurrency=${long ? 1 : Math.min(2, availableParallelism())}`,
    `--test-reporter=${join(root, 'scripts/test-reporter.mjs')}`,
    ...files,
  ]),
);

/** The compiler leaves the output of a file that was moved or deleted: what has no source is not a test. */
function hasSource(file) {
  if (file.endsWith('.mjs')) return true;
  const path = relative(root, file).replace(/\.js$/, '.ts');
  const source = path.startsWith('e2e/')
    ? path.replace('dist/', '')
    : path.replace(/dist(?:-test)?\//, 'src/');
  return existsSync(join(root, source));
}

function walk(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    if (entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}
