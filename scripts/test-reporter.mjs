// A reporter for node's test runner: failures in full, skips with their reason, slow files named,
// and the closing line `N passed, N failed` alone, that scripts read.
import { relative } from 'node:path';

export default async function* report(source) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const perFile = new Map();
  for await (const event of source) {
    const { type, data } = event;
    if (type === 'test:stdout' || type === 'test:stderr') {
      yield data.message;
      continue;
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A suite, and the file itself, only repeat what their tests said.
    if (data.details?.type === 'suite') continue;
    const isFile = data.nesting === 0 && data.file && data.name.endsWith(relative(process.cwd(), data.file));
    if (isFile && type === 'test:pass') continue;
    if (data.skip !== undefined && data.skip !== false) {
      skipped += 1;
      yield `skipped: ${data.name}${typeof data.skip === 'string' && data.skip ? `: ${data.skip}` : ''}\n`;
      continue;
    }
    if (data.file) perFile.set(data.file, (perFile.get(data.file) ?? 0) + (data.details?.duration_ms ?? 0));
    if (type === 'test:pass') {
      passed += 1;
    } else {
      failed += 1;
      const error = data.details?.error;
      const cause = error?.cause ?? error;
      yield `\nFAILED ${data.file ? relative(process.cwd(), data.file) : ''}: ${data.name}\n${cause?.stack ?? cause}\n`;
    }
  }
  const slow = [...perFile].sort((a, b) => b[1] - a[1]).slice(0, 3);
  if (slow.length > 0) {
    yield `slowest files: ${slow.map(([file, ms]) => `${relative(process.cwd(), file)} ${(ms / 1000).toFixed(1)} s`).join(', ')}\n`;
  }
  if (skipped > 0) yield `${skipped} skipped\n`;
  yield `${passed} passed, ${failed} failed\n`;
}
