// `npm run check`: what a contributor runs before a commit. Runs every check, so that one run names all there
// is to mend, and fails when one of them failed.
import { join } from 'node:path';
import { installWhatIsMissing, root, run } from './run.mjs';

const script = (name, ...args) => [process.execPath, [join(root, 'scripts', name), ...args]];
const tool = (name, ...args) => [process.execPath, [join(root, 'node_modules', name), ...args]];

const CHECKS = {
  'format and lint': tool(
    '@biomejs/biome/bin/biome',
    'ci',
    `--colors=${process.stderr.isTTY ? 'force' : 'off'}`,
    '.',
  ),
  types: ['npm', ['run', '--silent', 'build']],
  lockfile: script('check-lockfile.mjs'),
  directions: script('check-directions.mjs'),
  tidy: script('check-tidy.mjs'),
  docs: script('check-docs.mjs'),
  unused: tool('knip/bin/knip.js'),
  tests: script('test.mjs', '--no-build'),
};

installWhatIsMissing();
const failed = Object.entries(CHECKS).filter(([name, [command, args]]) => {
  process.stderr.write(`\n== ${name}\n`);
  return run(command, args) !== 0;
});
process.stderr.write(
  `\ncheck: ${failed.length === 0 ? 'ok' : `failed: ${failed.map(([name]) => name).join(', ')}`}\n`,
);
process.exit(failed.length === 0 ? 0 : 1);
