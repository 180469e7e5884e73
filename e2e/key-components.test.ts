// A terminal's key by components, at the PIN pad and at the host. Goal: two people enter theirs at both ends, all see
// the same check values, the terminal pays under the new key, and nothing of a component is kept or told. Method: a
// real host and its command line as both people and as the terminal.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { EnteredKeyComponent, TerminalKeysDetail } from '@tillgate/server/api';
import { demoHost } from './demo-host.harness.js';
import { Officers } from './officers.harness.js';

const NOT_ALLOWED = 4;
const ID = '10000002';
const demo = demoHost();

const terminal = (action: string, ...more: readonly string[]) =>
  demo.place.run('terminal', action, '--terminal', ID, ...more, '-o', 'json');

async function done(action: string, ...more: readonly string[]): Promise<void> {
  const { code, out, said } = await terminal(action, ...more);
  assert.equal(code, 0, `${action}: ${said} ${out}`);
}

interface Loaded {
  readonly checkValue: string;
  readonly total: string;
}

async function atPinPad(custodian: string, component: string, ...more: readonly string[]): Promise<Loaded> {
  const args = ['terminal', 'load-components', '--terminal', ID, '--custodian', custodian, ...more];
  const { code, out, said } = await demo.place.runWith([component], ...args, '-o', 'json');
  assert.equal(code, 0, said);
  return JSON.parse(out) as Loaded;
}

test('two people load a key at the terminal and at the host, and neither end is locked out in between', async () => {
  const sale = ['sale', '--card', 'everyday', '--amount', '1.00'] as const;
  const officers = new Officers(demo.place);
  await officers.add('ann', 'bob');
  await done('sign-on');
  await done(...sale);
  const components = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex').toUpperCase()];
  const early = await officers.step('ann', ['keys', 'component', ID], components[0]!);
  assert.equal(early.code, NOT_ALLOWED, 'nobody has begun');
  assert.equal((await officers.step('ann', ['keys', 'begin', ID])).code, 0);
  const enter = (person: string, component: string, ...more: readonly string[]) =>
    officers.done<EnteredKeyComponent>(person, ['keys', 'component', ID, ...more], component);
  const first = await enter('ann', components[0]!);
  assert.deepEqual([first.entered, first.total], [1, '']);
  const twice = await officers.step('ann', ['keys', 'component', ID], components[1]!);
  assert.equal(twice.code, NOT_ALLOWED, 'one person enters one component');
  const second = await enter('bob', components[1]!);
  assert.match(second.total, /^[0-9A-F]{6}$/);
  await done(...sale);

  const held = await atPinPad('1', components[0]!, '--check-value', first.checkValue);
  assert.deepEqual([held.checkValue, held.total], [first.checkValue, '']);
  await done(...sale);
  const loaded = await atPinPad('2', components[1]!);
  assert.deepEqual([loaded.checkValue, loaded.total], [second.checkValue, second.total]);
  await done('sign-on');
  await done(...sale);
  const { own } = await demo.place.json<TerminalKeysDetail>('keys', 'show', ID);
  assert.deepEqual([own.kcv, own.generation], [second.total, 2]);

  const { out: audit } = await demo.place.run('audit', 'export');
  for (const person of ['ann', 'bob']) {
    assert.match(audit, new RegExp(`enterKeyComponent[^}]*officer:${person}`));
  }
  for (const component of components) assert.ok(!audit.toUpperCase().includes(component.toUpperCase()));
});
