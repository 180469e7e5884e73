// Is package-lock.json complete for every platform? npm leaves the optional packages of other platforms out
// when it cannot load them, and `npm ci` then refuses the lockfile. `--write` adds what is missing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, report, root } from './findings.mjs';

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** The optional packages that the lock names as a dependency but does not hold: `{name, version, dev}`. */
export function missingOptionalPackages(lock) {
  const missing = new Map();
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const held = lock.packages[`${path}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`];
      if (held === undefined) missing.set(name, { name, version, dev: entry.dev === true });
    }
  }
  return [...missing.values()];
}

/** A lock entry that npm skips on every other platform; no integrity, since the package was not seen. */
export function platformEntry({ name, version, dev }) {
  const words = name.replace(/^@[^/]+\//, '').split('-');
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor)).slice(0, 1);
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : undefined;
  return { version, cpu, ...(dev ? { dev } : {}), ...(libc ? { libc } : {}), optional: true, os };
}

/** The lock with the missing entries added, its paths in npm's order. */
export function completeLock(lock) {
  const added = missingOptionalPackages(lock).map((item) => [
    `node_modules/${item.name}`,
    platformEntry(item),
  ]);
  const packages = Object.entries(lock.packages).concat(added);
  packages.sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(packages) };
}

/** Findings for the checker. */
export function checkLockfile(lock) {
  return missingOptionalPackages(lock).map(({ name, version }) => ({
    rule: 'lockfile-complete',
    file: 'package-lock.json',
    message: `${name}@${version} is an optional dependency without an entry`,
    advice: 'run node scripts/check-lockfile.mjs --write',
  }));
}

if (isMain(import.meta.url)) {
  const path = join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  if (process.argv.includes('--write')) {
    writeFileSync(path, `${JSON.stringify(completeLock(lock), null, 2)}\n`);
  } else {
    report('lockfile', checkLockfile(lock));
  }
}
