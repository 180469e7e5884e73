// A terminal's next key. Goal: wherever the hand-over is cut, the terminal pays on with the key that it holds; the
// first message under the new one ends the other; and a terminal with a key that the host does not know is told so.
// Method: the virtual terminal over the whole path in memory, its key replaced between two messages or not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexToBytes } from '@tillgate/payment-crypto';
import { FrameReader, frame, type Profile, shippedProfiles } from '@tillgate/pos-protocol';
import {
  Card,
  defaultSettings,
  freshState,
  type Outcome,
  PinPad,
  Terminal,
  type TerminalState,
} from '@tillgate/terminal';
import type { NextOwnKey } from '../store/index.js';
import { OWN_KEY_ROLES, openTill } from './open-till.fixture.js';
import { MERCHANT_ID, NOON, PAN, PIN, TERMINAL_ID, type Till, TMK } from './till.fixture.js';

const NEXT = '26DFB31CF81FC4E920D5D3AD585132EF';
const LATER = '5792081C192F2F587F5D4AA423BAE0DF';
const card = new Card({ entry: 'contact', pan: PAN, expiry: '3012', sequence: '001' });
const words = { zh: '', en: '' };
const profiles = ['cup-pos', 'cup-pos-sm4', 'aes-dukpt'].map(
  (wanted) => shippedProfiles.find(({ name }) => name === wanted)!,
);

/** A terminal that lives on its stored state and may be given another key, as after a restart. */
class Holder {
  readonly till: Till;
  readonly #profile: Profile;
  #state: TerminalState = freshState;
  #key = TMK;
  /** The next answer does not arrive. */
  losesAnswer = false;

  constructor(till: Till, profile: Profile) {
    this.till = till;
    this.#profile = profile;
  }

  /** What a terminal does with a key that has arrived whole. */
  take(key: string): void {
    this.#key = key;
    this.#state = { ...this.#state, signOn: undefined, ksnCounter: 0 };
  }

  async signOn(): Promise<Outcome | undefined> {
    return this.#profile.keyScheme === 'aes-dukpt' ? undefined : (await this.#open()).signOn();
  }

  async pay(): Promise<Outcome> {
    return (await this.#open()).sale(card, 100);
  }

  #save(state: TerminalState): void {
    this.#state = state;
  }

  get kcv(): string {
    return kcvOf(this.#key, this.#profile);
  }

  #open(): Promise<Terminal> {
    const identity = { terminalId: TERMINAL_ID, merchantId: MERCHANT_ID };
    const settings = { ...defaultSettings, ...identity, profile: this.#profile, namesOwnKey: true };
    return Terminal.open(
      {
        ...settings,
        merchantName: words,
        acquirerName: words,
        reversal: { ...settings.reversal, backOffMs: 0 },
      },
      {
        store: { load: async () => this.#state, save: async (state) => this.#save(state) },
        link: {
          exchange: async (bytes) => {
            const reply = await this.till.answer(new FrameReader().push(bytes)[0]!);
            assert.ok('body' in reply);
            if (!this.losesAnswer) return frame(reply.body);
            this.losesAnswer = false;
            return frame(new Uint8Array(1));
          },
        },
        clock: { now: () => this.till.now, wait: async () => undefined },
        random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
        pinEntry: { ask: async () => PIN },
        onEvent: () => undefined,
      },
      new PinPad(hexToBytes(this.#key), this.#profile),
    );
  }
}

function kcvOf(key: string, profile: Profile): string {
  return new PinPad(hexToBytes(key), profile).keyCheckValues.tmk;
}

async function nextKey(till: Till, key: string, profile: Profile, generation: number): Promise<NextOwnKey> {
  const block = await till.formKey(key, OWN_KEY_ROLES[profile.keyScheme]);
  return { block, kcv: kcvOf(key, profile), generation, createdAt: NOON };
}

/** A terminal that has paid under its first key, and a second one waiting for it at the host. */
async function handedOver(profile: Profile): Promise<Holder> {
  const till = await openTill(profile.keyScheme);
  till.profile = profile;
  const holder = new Holder(till, profile);
  till.changeTerminal({ tmk_kcv: holder.kcv });
  await holder.signOn();
  assert.equal((await holder.pay()).answerCode, '00');
  till.changeTerminal({ next_own_key: await nextKey(till, NEXT, profile, 2) });
  return holder;
}

function stands({ till }: Holder): readonly unknown[] {
  const { tmk_kcv: kcv, tmk_generation: generation, next_own_key: next } = till.terminal;
  return [kcv, generation, next?.kcv];
}

for (const profile of profiles) {
  const [first, next] = [TMK, NEXT].map((key) => kcvOf(key, profile));

  test(`${profile.name}: the answer that brings the key is lost, and the terminal pays on as before`, async () => {
    const holder = await handedOver(profile);
    assert.equal((await holder.pay()).answerCode, '00');
    await holder.signOn();
    assert.equal((await holder.pay()).answerCode, '00');
    assert.deepEqual(stands(holder), [first, 1, next]);
  });

  test(`${profile.name}: the first message under the new key ends the one before it`, async () => {
    const holder = await handedOver(profile);
    holder.take(NEXT);
    await holder.signOn();
    if (profile.keyScheme !== 'aes-dukpt')
      assert.deepEqual(stands(holder), [first, 1, next], 'not by the sign-on');
    assert.equal((await holder.pay()).answerCode, '00');
    assert.deepEqual(stands(holder), [next, 2, undefined]);
    assert.equal((await holder.pay()).answerCode, '00');
    assert.equal(holder.till.terminal.ksn_counter, profile.keyScheme === 'aes-dukpt' ? 2 : 0);
    holder.take(TMK);
    const signedOn = await holder.signOn();
    assert.equal(signedOn?.answerCode ?? 'A7', 'A7');
    if (profile.keyScheme === 'aes-dukpt') assert.equal((await holder.pay()).answerCode, 'A0');
  });

  test(`${profile.name}: answers under the new key that are lost change nothing for the terminal`, async () => {
    const holder = await handedOver(profile);
    holder.take(NEXT);
    holder.losesAnswer = true;
    await holder.signOn();
    await holder.signOn();
    holder.losesAnswer = true;
    await holder.pay();
    assert.equal((await holder.pay()).answerCode, '00');
    assert.deepEqual(stands(holder), [next, 2, undefined]);
  });

  test(`${profile.name}: another key takes the place of one that never arrived`, async () => {
    const holder = await handedOver(profile);
    holder.till.changeTerminal({ next_own_key: await nextKey(holder.till, LATER, profile, 3) });
    assert.equal((await holder.pay()).answerCode, '00');
    holder.take(LATER);
    await holder.signOn();
    assert.equal((await holder.pay()).answerCode, '00');
    assert.deepEqual(stands(holder), [kcvOf(LATER, profile), 3, undefined]);
  });
}

test('working keys under the old key stay good until the first message under the new one', async () => {
  const holder = await handedOver(profiles[0]!);
  const before = holder.till.terminal.current_keys;
  holder.take(NEXT);
  await holder.signOn();
  assert.deepEqual(holder.till.terminal.current_keys, before);
  assert.equal(holder.till.terminal.pending_keys?.ownKeyKcv, holder.kcv);
});

test('a terminal that holds a key which the host does not know is told so at its sign-on', async () => {
  const holder = await handedOver(profiles[0]!);
  holder.take(LATER);
  const outcome = await holder.signOn();
  assert.equal(outcome?.answerCode, 'A7');
  const [last] = [...holder.till.books.transactions.values()].slice(-1);
  assert.equal(last?.reason, 'key.own-key-unknown');
});

test('a terminal that names no key gets its working keys under the one in use', async () => {
  const holder = await handedOver(profiles[0]!);
  const { till } = holder;
  // Traces that the virtual terminal has used.
  for (let used = 0; used < 3; used += 1) till.message('0800');
  await till.signOn();
  assert.equal((await till.send(till.purchase())).code, '00');
  assert.deepEqual(stands(holder), [kcvOf(TMK, profiles[0]!), 1, kcvOf(NEXT, profiles[0]!)]);
});
