// Goal: nobody works with a password that the whole field knows. Method: log in, change, log in again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roleOf } from './operators.js';
import { Till } from './till.fixture.js';

test('a first password only serves to set an own one, which survives a restart', async () => {
  const till = await Till.open();
  assert.equal(await till.terminal.operators.logIn('01', '0000'), 'change-first');
  assert.equal(await till.terminal.operators.changePassword('01', '0000', '4711'), 'ok');
  await till.restart();
  const { operators } = till.terminal;
  assert.equal(await operators.logIn('01', '4711'), 'ok');
  assert.equal(await operators.logIn('01', '0000'), 'refused');
  assert.doesNotMatch(JSON.stringify(till.stored!.operators), /4711/);
});

test('weak passwords, wrong ones and unknown operators are refused', async () => {
  const { operators } = (await Till.open()).terminal;
  for (const weak of ['123456', '12345', '111111', 'abcdef', '']) {
    assert.equal(await operators.changePassword('00', '123456', weak), 'weak');
  }
  assert.equal(await operators.changePassword('00', '654321', '246801'), 'refused');
  for (const [id, password] of [
    ['07', ''],
    ['constructor', ''],
    ['01', '1111'],
  ] as const) {
    assert.equal(await operators.logIn(id, password), 'refused');
  }
});

test('roles', () => {
  assert.deepEqual(['99', '00', '01', '12'].map(roleOf), ['system', 'supervisor', 'cashier', 'cashier']);
});
