// A reporter for node's test runner: failures in full, skips with their reason, slow files named, and last the
// line `N passed, N failed` alone, that scripts read. What only repeats its tests (a suite, a parent test, a
// file) is not counted; but a file that crashed, or that ran no test at all, is a failure of its own.
import { relative } from 'node:path';

export default async function* report(source) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const files = new Map();
  for await (const { type, data } of source) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const file = fileOf(files, data.file ?? data.name);
    if (type === 'test:fail' && data.details?.error?.failureType !== 'subtestsFailed') {
      count.failed += 1;
      file.tests += 1;
      yield failure(data);
    } else if (isTest(file, data)) {
      file.tests += 1;
      file.ms += data.details?.duration_ms ?? 0;
      if (data.skip === undefined || data.skip === false) {
        count.passed += type === 'test:pass' ? 1 : 0;
      } else {
        count.skipped += 1;
        yield `skipped: ${data.name}${typeof data.skip === 'string' && data.skip ? `: ${data.skip}` : ''}\n`;
      }
    }
  }
  for (const { name, tests } of files.values()) {
    if (tests > 0) continue;
    count.failed += 1;
    yield `\nFAILED ${name}: no test ran\n`;
  }
  yield slowest([...files.values()]);
  if (count.skipped > 0) yield `${count.skipped} skipped\n`;
  if (count.failed > 0) process.exitCode = 1;
  yield `${count.passed} passed, ${count.failed} failed\n`;
}

/** One record a test file, whether an event names the source or what it was compiled to. */
function fileOf(files, path) {
  const name = relative(process.cwd(), path);
  const key = name.replace(/(^|\/)(?:dist|src)\//, '$1').replace(/\.[a-z]+$/, '');
  const file = files.get(key) ?? { name, tests: 0, ms: 0, openDepths: new Set() };
  files.set(key, file);
  return file;
}

/** False for what has reported its parts already: they come first, one level deeper. */
function isTest(file, data) {
  const isParent = file.openDepths.delete(data.nesting + 1);
  if (data.nesting > 0) file.openDepths.add(data.nesting);
  const isFile = data.nesting === 0 && /\.(?:test|long)\.[cm]?js$/.test(data.name);
  return !isParent && !isFile && data.details?.type !== 'suite';
}

function failure(data) {
  const error = data.details?.error;
  const cause = error?.cause ?? error;
  const file = data.file ? relative(process.cwd(), data.file) : '';
  return `\nFAILED ${file}: ${data.name}\n${cause?.stack ?? cause}\n`;
}

function slowest(files) {
  const slow = files
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 3)
    .map(({ name, ms }) => `${name} ${(ms / 1000).toFixed(1)} s`);
  return slow.length > 0 ? `slowest files: ${slow.join(', ')}\n` : '';
}
