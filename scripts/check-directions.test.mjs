// Goal: each direction rule fails on the import that it forbids and on no other.
// Method: small made-up projects with one planted violation each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDirections, checkTable, roomOf } from './check-directions.mjs';

function rulesBroken(sources) {
  const files = new Map(Object.entries(sources).map(([path, text]) => [path, () => text]));
  return checkDirections(files).map(({ rule }) => rule);
}

test('a tidy project has no finding', () => {
  assert.deepEqual(
    rulesBroken({
      'server/src/payment-path.ts': "import { a } from './acquirer/index.js';",
      'server/src/acquirer/index.ts': "export { a } from './a.js';",
      'server/src/acquirer/a.ts': "import { Fault } from '../kernel/fault.js';",
      'server/src/kernel/fault.ts': "import { inspect } from 'node:util';",
      'server/src/acquirer/a.test.ts': "import { Terminal } from '@tillgate/terminal';",
      'server/src/cli/terminal-sale.ts': "import { Terminal } from '@tillgate/terminal';",
      'server/src/hsm/index.ts': "import { tdes } from '@tillgate/payment-crypto';",
      'packages/emv/src/index.ts': "import { cmac } from '@tillgate/payment-crypto';",
      'packages/payment-crypto/src/node/index.ts': "import { createCipheriv } from 'node:crypto';",
      'web/src/console/list.ts': "import type { TransactionView } from '@tillgate/server/api';",
    }),
    [],
  );
});

const PLANTED = {
  'room-directions': { 'server/src/issuer/a.ts': "import { b } from '../acquirer/index.js';" },
  'room-door': { 'server/src/acquirer/a.ts': "import { b } from '../issuer/limits.js';" },
  'known-room': { 'server/src/stuff/a.ts': '' },
  'auditor-stands-apart': {
    'sim/src/auditor/a.ts': "import type { Hsm } from '@tillgate/server/simulation';",
  },
  'package-directions': { 'packages/iso8583/src/a.ts': "import { b } from '@tillgate/emv';" },
  'package-by-name': { 'packages/emv/src/a.ts': "import { b } from '../../payment-crypto/src/des.js';" },
  'runs-anywhere': { 'packages/emv/src/a.ts': "import { readFileSync } from 'node:fs';" },
  'terminal-stays-outside': { 'server/src/acquirer/a.ts': "import type { T } from '@tillgate/terminal';" },
  'keys-stay-in-the-hsm': { 'server/src/issuer/a.ts': "import { pvv } from '@tillgate/payment-crypto';" },
  'types-from-the-server': { 'web/src/a.tsx': "import { view } from '@tillgate/server/api';" },
  'file-cycle': {
    'packages/emv/src/a.ts': "import { b } from './b.js';",
    'packages/emv/src/b.ts': "import { a } from './a.js';",
  },
};

for (const [rule, sources] of Object.entries(PLANTED)) {
  test(`${rule} is found, alone`, () => assert.deepEqual(rulesBroken(sources), [rule]));
}

test('the table itself may have no circle and no arrow to nowhere', () => {
  assert.deepEqual(checkTable({ a: ['b'], b: [] }), []);
  assert.equal(checkTable({ a: ['b'], b: ['c'], c: ['a'] })[0].message, 'a -> b -> c -> a');
  assert.equal(checkTable({ a: ['gone'] })[0].rule, 'known-room');
});

test('a file beside the rooms is a room, a folder inside a room is not', () => {
  assert.equal(roomOf('server/src/payment-path.ts'), 'payment-path');
  assert.equal(roomOf('server/src/store/database-server/home.ts'), 'store');
});
