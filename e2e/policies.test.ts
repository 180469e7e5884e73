// A bank changes when a PIN is asked, from outside: tried on past payments, proposed by one person, published by
// another, and in force at the terminal on the wire from the next payment on. And the bank unlocks a PIN.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BankCard, CvmPolicyView, CvmPreview, CvmRulesForm } from '@tillgate/server/api';
import { demoHost } from './demo-host.harness.js';
import { demoCard } from './demo-world.fixture.js';
import { Officers } from './officers.harness.js';
import { expectCode } from './wire-terminal.js';

const SUMMIT = '62999800';
const PATH = `/api/cvm-policies/${SUMMIT}/standard`;

describe('policies for payments without a PIN', () => {
  const demo = demoHost();
  const card = demoCard('credit');
  const cookies = new Map<string, string>();

  async function ask<Answer>(
    person: string,
    path: string,
    content?: object,
  ): Promise<{ readonly status: number; readonly answer: Answer; readonly said: string }> {
    const response = await fetch(`${demo.host.http}${path}`, {
      method: content ? 'POST' : 'GET',
      headers: { cookie: cookies.get(person) ?? '', ...(content && { 'content-type': 'application/json' }) },
      ...(content && { body: JSON.stringify(content) }),
    });
    const answer = (await response.json()) as Answer & { readonly error?: { readonly code: string } };
    return { status: response.status, answer, said: answer.error?.code ?? '' };
  }

  async function policy(): Promise<CvmPolicyView> {
    const { answer } = await ask<readonly CvmPolicyView[]>('ann', '/api/cvm-policies');
    const found = answer.find(({ issuerId }) => issuerId === SUMMIT);
    assert.ok(found, 'the bank has a policy');
    return found;
  }

  const rulesWith = async (bent: Partial<CvmRulesForm>): Promise<{ readonly rules: CvmRulesForm }> => ({
    rules: { ...(await policy()).inForce.rules, ...bent },
  });

  test('two administrators sign in', async () => {
    const officers = new Officers(demo.place);
    await officers.add('ann', 'bob');
    for (const name of ['ann', 'bob']) cookies.set(name, await officers.cookieAt(demo.host.http, name));
    assert.equal((await ask('nobody', '/api/cvm-policies')).status, 401);
  });

  test('at the count of the bank, a tap above it, and each is explained', async () => {
    for (let taps = 0; taps < 5; taps += 1) expectCode('00', await demo.till.pay(card, 100));
    const sixth = expectCode('70', await demo.till.pay(card, 100));
    const told = await demo.place.json<{ cause: { id: string; evidence: string[] }; counterfactual: string }>(
      ...['explain', sixth.rrn, '--for', 'engineer', '--lang', 'en'],
    );
    assert.equal(told.cause.id, 'cvm.count');
    assert.ok(told.cause.evidence.includes('policyVersion = 1'), told.cause.evidence.join());
    assert.match(told.counterfactual, /^Once the PIN was entered/);
    const cashier = await demo.place.json<{ counterfactual: string | null; text: string }>(
      ...['explain', sixth.rrn, '--for', 'cashier', '--lang', 'en'],
    );
    assert.equal(cashier.counterfactual, null);
    assert.doesNotMatch(cashier.text, /\d/);
  });

  test('a preview says how many more would be asked, and where', async () => {
    const { answer } = await ask<CvmPreview>('ann', `${PATH}/preview`, {
      ...(await rulesWith({ sincePin: { amountMinor: 150_000, count: 1 } })),
    });
    // Five taps and one that was asked: every second one would be.
    assert.deepEqual([answer.payments, answer.askedNow, answer.askedThen], [6, 1, 3]);
    assert.deepEqual([answer.more, answer.fewer], [2, 0]);
    assert.deepEqual(
      answer.merchants.map(({ name, more }) => [name.en, more]),
      [['Morning Light Convenience', 2]],
    );
    const same = await ask<CvmPreview>('bob', `${PATH}/preview`, await rulesWith({}));
    assert.deepEqual([same.answer.more, same.answer.fewer, same.answer.merchants], [0, 0, []]);
  });

  test('proposed by one, published by another, in force from the next payment on', async () => {
    const proposal = await rulesWith({
      perPaymentMinor: 5_000,
      sincePin: { amountMinor: 150_000, count: 7 },
    });
    assert.equal((await ask('ann', PATH, proposal)).status, 200);
    const draft = (await policy()).draft;
    assert.deepEqual([draft?.version, draft?.proposedBy], [2, 'ann']);
    expectCode('70', await demo.till.pay(card, 100));
    assert.equal((await ask('ann', `${PATH}/2/publish`, {})).said, 'TG_POLICY_SAME_PERSON');
    assert.equal((await ask('bob', `${PATH}/3/publish`, {})).said, 'TG_POLICY_NO_DRAFT');
    assert.equal((await ask('bob', `${PATH}/2/publish`, {})).status, 200);
    assert.equal((await ask('bob', `${PATH}/2/publish`, {})).said, 'TG_POLICY_NO_DRAFT');
    const { inForce } = await policy();
    assert.deepEqual([inForce.version, inForce.proposedBy, inForce.publishedBy], [2, 'ann', 'bob']);
    expectCode('00', await demo.till.pay(card, 5_000));
    const above = expectCode('70', await demo.till.pay(card, 5_001));
    const told = await demo.place.json<{ cause: { id: string }; counterfactual: string }>(
      ...['explain', above.rrn, '--for', 'cashier', '--lang', 'en'],
    );
    assert.deepEqual(
      [told.cause.id, told.counterfactual],
      ['cvm.amount', 'At 50.00 or less no PIN would be asked'],
    );
  });

  test('a risk rule that is published asks for the PIN, and the till hears no figures', async () => {
    const risk = { from: '0000', until: '0000', aboveMinor: 1_000, categories: ['5411'] };
    assert.equal((await ask('ann', PATH, await rulesWith({ risk }))).status, 200);
    assert.equal((await ask('bob', `${PATH}/3/publish`, {})).status, 200);
    const other = demoCard('pin-and-signature');
    expectCode('00', await demo.till.pay(other, 1_000));
    const asked = expectCode('70', await demo.till.pay(other, 1_001));
    const [engineer, cashier] = await Promise.all(
      ['engineer', 'cashier'].map((audience) =>
        demo.place.json<{ cause: { id: string }; text: string; counterfactual: string | null }>(
          ...['explain', asked.rrn, '--for', audience, '--lang', 'en'],
        ),
      ),
    );
    assert.equal(engineer?.cause.id, 'cvm.risk');
    assert.match(engineer?.text ?? '', /within 00:00 to 00:00, category 5411, 10\.01 > 10\.00/);
    assert.match(engineer?.counterfactual ?? '', /At 10\.00 or less/);
    assert.doesNotMatch(`${cashier?.text} ${cashier?.counterfactual}`, /\d/);
  });

  test('rules that are none are not taken', async () => {
    const { rules } = await rulesWith({});
    const risk = { from: '2500', until: '0600', aboveMinor: 1, categories: [] };
    for (const bent of [
      { risk },
      { perPaymentMinor: -1 },
      { fallback: 'sign' },
      { perDay: { amountMinor: 1 } },
    ]) {
      assert.equal(
        (await ask('ann', PATH, { rules: { ...rules, ...bent } })).status,
        400,
        JSON.stringify(bent),
      );
    }
    assert.equal((await ask('ann', '/api/cvm-policies/1/standard', { rules })).said, 'TG_POLICY_UNKNOWN');
  });

  test('three wrong PINs lock it, the bank unlocks it, and the right one pays', async () => {
    const locked = demoCard('pin-lock-1');
    const pay = (pin: string) => demo.till.pay(locked, 100, { pin, reading: '05' });
    for (const code of ['55', '55', '75']) expectCode(code, await pay('000000'));
    expectCode('75', await pay(locked.pin));
    const [found] = await demo.place.json<readonly BankCard[]>('card', 'find', locked.pan.slice(-4));
    assert.deepEqual([found?.isPinLocked, found?.pinTries], [true, 3]);
    const [unlocked] = await demo.place.json<readonly BankCard[]>(
      'card',
      'unlock-pin',
      String(found?.cardId),
    );
    assert.deepEqual([unlocked?.isPinLocked, unlocked?.pinTries], [false, 0]);
    expectCode('00', await pay(locked.pin));
    assert.equal((await demo.place.run('card', 'find', '9999')).code, 3);
    assert.equal((await demo.place.run('card', 'unlock-pin', '999999')).code, 3);
  });
});
