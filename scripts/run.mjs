// Runs one program of this clone with the terminal it was given; used by every script here.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a command in the clone and returns its exit status; the output goes straight to this terminal. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (done.error) throw done.error;
  return done.status ?? 1;
}

function mustRun(command, args) {
  const status = run(command, args);
  if (status !== 0) process.exit(status);
}

/** `npm ci` when node_modules is missing or older than the lockfile. */
export function installWhatIsMissing() {
  const marker = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return;
  if (existsSync(marker) && sameTree(marker, lock)) return;
  process.stderr.write('tillgate: installing packages (npm ci)\n');
  mustRun('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** A checkout touches the lockfile without changing it: compare what is installed, not only the times. */
function sameTree(marker, lock) {
  const installed = JSON.parse(readFileSync(marker, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(lock, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' || entry.optional || entry.link || installed[path]?.version === entry.version,
  );
}

export function build() {
  process.stderr.write('tillgate: building\n');
  mustRun('npm', ['run', '--silent', 'build']);
}
