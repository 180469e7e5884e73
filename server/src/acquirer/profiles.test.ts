// Every value of every setting of a profile, through the whole path. Goal: a terminal that is set so signs on, pays
// with and without a PIN and by code, changes the PIN, loses answers, reverses and settles. Method: the virtual
// terminal against the host in memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexToBytes } from '@tillgate/payment-crypto';
import {
  FrameReader,
  frame,
  type Profile,
  profileSettings,
  type SettingName,
  shippedProfiles,
  standardProfile,
} from '@tillgate/pos-protocol';
import {
  Card,
  defaultSettings,
  type KeySet,
  LinkFault,
  type Outcome,
  PinPad,
  Terminal,
  type TerminalState,
} from '@tillgate/terminal';
import { openTill } from './open-till.fixture.js';
import { MERCHANT_ID, PAN, PIN, TERMINAL_ID, type Till, TMK } from './till.fixture.js';

interface Counter {
  readonly terminal: Terminal;
  /** The host does its work, and the next answer gets lost. */
  loseAnswer(): void;
  /** From the holder's PIN to the other one, of another length; and back the next time. */
  changePin(): Promise<Outcome>;
}

async function counterOf(till: Till, profile: Profile): Promise<Counter> {
  let losing = false;
  let [pin, newPin] = [PIN, '864203'];
  let stored: TerminalState | undefined;
  const settings = {
    ...defaultSettings,
    ...{ profile, terminalId: TERMINAL_ID, merchantId: MERCHANT_ID },
    ...{
      merchantName: { zh: '晨光便利店', en: 'Morning Light' },
      acquirerName: { zh: '闸口', en: 'Tillgate' },
    },
  };
  const terminal = await Terminal.open(
    settings,
    {
      store: {
        load: async () => stored,
        save: async (state) => {
          stored = state;
        },
      },
      link: {
        async exchange(sent) {
          const [body] = new FrameReader(profile.frameLimitBytes).push(sent);
          assert.ok(body);
          const reply = await till.answer(body);
          if ('unanswerable' in reply) throw new LinkFault('no-answer', reply.unanswerable);
          if (!losing) return frame(reply.body);
          losing = false;
          throw new LinkFault('no-answer', 'lost');
        },
      },
      clock: { now: () => till.now, wait: async () => undefined },
      random: { bytes: (length) => new Uint8Array(length).fill(5) },
      pinEntry: { ask: async ({ reason }) => (reason.startsWith('new-pin') ? newPin : pin) },
      onEvent: () => undefined,
    },
    new PinPad(hexToBytes(TMK), profile),
  );
  return {
    terminal,
    loseAnswer: () => {
      losing = true;
    },
    async changePin() {
      const outcome = await terminal.changePin(inserted);
      [pin, newPin] = [newPin, pin];
      return outcome;
    },
  };
}

const CODE = '629999000000000001';
const details = { pan: PAN, expiry: '3012', sequence: '001', track2: `${PAN}D30122200000000000` };
const tapped = new Card({ entry: 'contactless', ...details });
const inserted = new Card({ entry: 'contact', ...details });
const swiped = new Card({ entry: 'stripe', ...details });

async function walk(profile: Profile, keySet: KeySet | undefined): Promise<void> {
  const till = await openTill(profile.keyScheme);
  till.profile = profile;
  const before = till.availableMinor;
  const counter = await counterOf(till, profile);
  const { terminal } = counter;
  const approved = async (action: Promise<{ result: string }>): Promise<void> =>
    assert.equal((await action).result, 'approved', JSON.stringify(await action));
  if (profile.keyScheme !== 'aes-dukpt') await approved(terminal.signOn(keySet));
  await approved(terminal.sale(tapped, 101));
  await approved(terminal.sale(inserted, 202));
  await approved(terminal.sale(swiped, 303));
  await approved(counter.changePin());
  await approved(terminal.sale(inserted, 1));
  counter.loseAnswer();
  await approved(counter.changePin());
  counter.loseAnswer();
  assert.equal((await terminal.sale(tapped, 404)).result, 'unknown');
  assert.equal(till.availableMinor, before - 1011);
  await approved(terminal.sale(tapped, 505));
  assert.equal(terminal.status.pendingReversal, undefined);
  assert.equal(till.availableMinor, before - 1112);
  assert.equal([...till.books.transactions.values()].filter(({ state }) => state === 'reversed').length, 1);
  await till.showCode(CODE);
  await approved(terminal.qrSale(CODE, 606));
  const settled = await terminal.settle();
  assert.equal(settled.settlement?.result, 'equal', JSON.stringify(settled));
}

for (const setting of Object.keys(profileSettings) as SettingName[]) {
  for (const value of profileSettings[setting].samples) {
    // The schemes of keys exclude some settings: the shipped profiles below have one of each.
    if (setting === 'keyScheme') continue;
    const profile = { ...standardProfile, name: 'of-a-test', [setting]: value };
    test(`${setting} ${JSON.stringify(value)}: sign-on, purchases, a reversal and a settlement`, () =>
      walk(profile, '003'));
  }
}

function keySetsOf({ keyScheme, singleLengthSignOn }: Profile): ReadonlyArray<KeySet | undefined> {
  if (keyScheme === 'aes-dukpt') return [undefined];
  if (keyScheme === 'sm4') return ['005'];
  return singleLengthSignOn ? ['001', '003', '004'] : ['003', '004'];
}

for (const profile of shippedProfiles) {
  for (const keySet of keySetsOf(profile)) {
    test(`${profile.name} after a sign-on ${keySet ?? 'that it does without'}`, () => walk(profile, keySet));
  }
}

test('sign-on 001 under a profile without it is refused', async () => {
  const counter = await counterOf(await openTill(), standardProfile);
  const { result, answerCode } = await counter.terminal.signOn('001');
  assert.deepEqual([result, answerCode], ['declined', '58']);
});

test('a terminal of another MAC algorithm than its profile at the host is refused', async () => {
  const till = await openTill();
  const counter = await counterOf(till, standardProfile);
  await counter.terminal.signOn();
  till.profile = { ...standardProfile, macLetterCase: 'lower' };
  // The answer's MAC is the host's way, so that the terminal cannot read the refusal for one either.
  assert.equal((await counter.terminal.sale(tapped, 1)).failure, 'bad-mac');
  assert.equal([...till.books.transactions.values()].at(-1)?.reason, 'mac.wrong');
});

test('codes that the terminal does not know are told as the nearest standard one', async () => {
  for (const [change, codes] of [
    [{}, ['70']],
    [{ knowsPinRequired: false }, ['61']],
  ] as const) {
    const till = await openTill();
    till.profile = { ...standardProfile, ...change };
    await till.signOn();
    assert.deepEqual([(await till.send(till.purchase(100_001))).code], codes);
  }
});

test('a frame longer than the profile allows is not answered', async () => {
  const till = await openTill();
  till.profile = { ...standardProfile, frameLimitBytes: 512 };
  await till.signOn();
  const body = new Uint8Array(513);
  body.set(Uint8Array.from(Buffer.from('600012000061310031100008000000000000C00010', 'hex')));
  const sent = till.message('0820').set(60, '00000001301').set(62, new Uint8Array(500));
  await assert.rejects(till.send(sent), /allowed 512/);
});
