// What every checker shares: where the clone is, which files belong to the project, and how a finding prints.
// A finding is `{rule, file, line?, message, advice}`: each rule has a name, and its advice says what to do.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** True when node was started with this module; tests import it instead. */
export function isMain(moduleUrl) {
  return process.argv[1] !== undefined && fileURLToPath(moduleUrl) === process.argv[1];
}

/** The project's files, committed or about to be, as a map from relative path to a function that reads it. */
export function projectFiles(folder = root) {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const paths = listed.split('\0').filter((path) => path !== '' && existsSync(join(folder, path)));
  return new Map(
    [...new Set(paths)].sort().map((path) => [path, () => readFileSync(join(folder, path), 'utf8')]),
  );
}

/** Prints the findings, each rule's advice once, on standard error and sets the exit code. */
export function report(name, findings) {
  const advised = new Set();
  for (const { rule, file, line, message, advice } of findings) {
    process.stderr.write(`${file}${line ? `:${line}` : ''}: ${message} [${rule}]\n`);
    if (!advised.has(advice)) process.stderr.write(`  ${advice}\n`);
    advised.add(advice);
  }
  process.stderr.write(`${name}: ${findings.length === 0 ? 'ok' : `${findings.length} findings`}\n`);
  if (findings.length > 0) process.exitCode = 1;
}
