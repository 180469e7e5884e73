// Runs the independent terminal (Python) against a host of its own: `node conformance/run.mjs`, after a build. Where
// python3 or its package `cryptography` is missing it says so in one line and ends with 0.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../scripts/run.mjs';

const START_LIMIT_MS = 60_000;
const STORY_LIMIT_MS = 120_000;

if (spawnSync('python3', ['-c', 'import cryptography']).status !== 0) {
  process.stdout.write('skipped: conformance needs python3 with the package cryptography\n');
} else {
  process.exitCode = await tellStory();
}

async function tellStory() {
  const folder = mkdtempSync(join(tmpdir(), 'tillgate-conformance-'));
  // The database runs as another user when we are root, and has to pass through.
  chmodSync(folder, 0o711);
  const host = spawn(
    process.execPath,
    [
      ...[join(root, 'server/bin/tillgate.js'), 'up', '--demo', '--data', join(folder, 'data')],
      ...['--http-port', '0', '--pos-port', '0', '--pos-tls-port', '0'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise((resolve) => host.once('exit', resolve));
  try {
    const [address, port] = (await readyLine(host, ended)).pos.split(':');
    const story = [join(root, 'conformance/story.py'), join(root, 'server/src/demo/demo-world.json')];
    return spawnSync('python3', [...story, address, port], {
      stdio: 'inherit',
      timeout: STORY_LIMIT_MS,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    }).status;
  } finally {
    host.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the host's line `ready {...}` says. */
function readyLine(host, ended) {
  return new Promise((resolve, reject) => {
    let text = '';
    host.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      const line = /^ready (\{.*\})$/m.exec(text)?.[1];
      if (line !== undefined) resolve(JSON.parse(line));
    });
    ended.then((code) => reject(new Error(`the host ended with ${code}`)));
    setTimeout(() => reject(new Error('the host did not start in time')), START_LIMIT_MS).unref();
  });
}
