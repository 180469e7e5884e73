// Goal: a lockfile that `npm ci` would refuse on another platform is found and mended.
// Method: a small lock that lacks two optional packages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLockfile, completeLock } from './check-lockfile.mjs';

const lock = {
  packages: {
    '': { name: 'example' },
    'node_modules/tool': {
      version: '1.2.3',
      dev: true,
      optionalDependencies: {
        'tool-darwin-arm64': '1.2.3',
        'tool-linux-x64': '1.2.3',
        'tool-linux-x64-musl': '1.2.3',
      },
    },
    'node_modules/tool-linux-x64': { version: '1.2.3', os: ['linux'] },
  },
};

test('each missing package is named', () => {
  assert.deepEqual(
    checkLockfile(lock).map(({ message }) => message.split(' ')[0]),
    ['tool-darwin-arm64@1.2.3', 'tool-linux-x64-musl@1.2.3'],
  );
});

test('the completed lock has them for their platform only, in order, and no finding', () => {
  const complete = completeLock(lock);
  assert.deepEqual(checkLockfile(complete), []);
  assert.deepEqual(complete.packages['node_modules/tool-linux-x64-musl'], {
    version: '1.2.3',
    cpu: ['x64'],
    dev: true,
    libc: ['musl'],
    optional: true,
    os: ['linux'],
  });
  assert.deepEqual(Object.keys(complete.packages), [
    '',
    'node_modules/tool',
    'node_modules/tool-darwin-arm64',
    'node_modules/tool-linux-x64',
    'node_modules/tool-linux-x64-musl',
  ]);
});
