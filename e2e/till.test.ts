// A cashier's day at the training terminal in a real browser, by the keys alone where a till has keys: a hold and its
// completion, a payment by code, a void that the supervisor agrees to, and a settlement that does not agree.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { demoCard, demoTerminal } from './demo-world.fixture.js';
import { findChromium } from './find-chromium.js';
import { DataPlace, type RunningHost } from './host.harness.js';
import { purchase } from './wire-followers.js';
import { expectCode, WireTerminal } from './wire-terminal.js';

const TERMINAL = '10000001';
const STEP_MS = 15_000;

const executablePath = findChromium();
if (executablePath === undefined) {
  test('the training terminal in a browser', { skip: 'no Chromium found; set TILLGATE_CHROMIUM to one' });
} else describe('the training terminal in a browser', () => story(executablePath));

function story(executablePath: string): void {
  const place = new DataPlace();
  let host: RunningHost;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  before(async () => {
    host = await place.up('--demo');
    browser = await chromium.launch({ executablePath });
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 760 } });
    context.setDefaultTimeout(STEP_MS);
    page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
  });

  after(async () => {
    await browser?.close();
    await host?.stop();
    await place.remove();
  });

  const screen = (at: string): Promise<unknown> => page.waitForSelector(`.till[data-at="${at}"]`);
  const says = (text: string): Promise<unknown> => page.waitForSelector(`.device-screen >> text=${text}`);
  const press = (key: string): Promise<void> => page.keyboard.press(key);
  const type = async (digits: string): Promise<void> => {
    await page.keyboard.type(digits);
    await press('Enter');
  };
  /** Digits of the menus, one after the other, each when its menu is up. */
  const choose = async (...steps: readonly (readonly [menu: string, digit: string])[]): Promise<void> => {
    await screen('amount');
    await page.click('.screen-keys button >> nth=2');
    for (const [menu, digit] of steps) {
      await page.waitForSelector(`.device-screen h1 >> text="${menu}"`);
      await press(digit);
    }
  };
  const present = async (pin?: string): Promise<void> => {
    await screen('card');
    await page.click('[data-card="everyday"]');
    if (pin === undefined) return;
    await screen('pin');
    await type(pin);
  };
  const isApproved = async (what: string): Promise<void> => {
    await screen('result');
    await says('已批准');
    await says(what);
    await press('Enter');
  };

  test('the operator signs in, and the terminal on', async () => {
    await page.goto(`${host.http}/pos/?terminal=${TERMINAL}&do=sign-on`);
    await screen('operator');
    await type('0000');
    await screen('own-password');
    await type('2580');
    await type('2580');
    await isApproved('签到');
    await screen('amount');
  });

  test('a sale, a hold and its completion for more', async () => {
    await type('1234');
    await screen('card');
    await page.click('.tray-head button >> nth=1');
    await present('246810');
    await isApproved('消费');
    await choose(['菜单', '3'], ['预授权', '1']);
    await type('10000');
    await present('246810');
    await isApproved('预授权');
    await choose(['菜单', '3'], ['预授权', '3']);
    await page.click('.vouchers button');
    await says('直接按确认');
    await type('11600');
    await screen('result');
    await says('金额超过允许比例');
    await press('Enter');
    await choose(['菜单', '3'], ['预授权', '3']);
    await page.click('.vouchers button');
    await type('11000');
    await isApproved('预授权完成');
  });

  test("a payment by the customer's code needs no PIN", async () => {
    await choose(['菜单', '5']);
    await type('321');
    await says('请扫描付款码');
    await present();
    await isApproved('扫码消费');
  });

  test('a void: the supervisor sets an own password on the way; once only', async () => {
    await choose(['菜单', '1']);
    await says('请主管输入密码');
    await type('999999');
    await says('密码不对');
    await type('123456');
    await screen('own-password');
    await type('975310');
    await type('975310');
    await says('原凭证号');
    await type('1');
    await says('本批次没有这样的凭证');
    await page.click('.vouchers button >> nth=-1');
    await says('是这一笔吗');
    await press('Enter');
    await isApproved('消费撤销');
    await choose(['菜单', '1']);
    await type('975310');
    await says('原凭证号');
    assert.equal(await page.locator('.vouchers button').count(), 1, 'the payment by code is left');
    await press('Escape');
  });

  test('totals that differ: the items go up, and the difference is marked', async () => {
    // A payment that this browser's terminal knows nothing of.
    const other = await WireTerminal.signedOn(demoTerminal(TERMINAL), host.posPort);
    expectCode('00', (await purchase(other, demoCard('everyday'), 500)).answer);
    other.close();
    await choose(['菜单', '8']);
    await screen('batch');
    await press('Enter');
    await says('对账不平');
    // biome-ignore lint/performance/useDomNodeTextContent: what somebody sees is the point, hidden words are not
    const differing = await page.innerText('.totals .differs');
    assert.match(differing, /借方 不一致\s+3 · 125\.55\s+4 · 130\.55/);
    await page.click('.screen-keys button >> nth=1');
    await says('不平 UNEQUAL');
    const shown = await place.json<{ exceptions: readonly { why: string }[] }>(
      ...(['settlement', 'show', TERMINAL, '000001'] as const),
    );
    assert.deepEqual(
      shown.exceptions.map(({ why }) => why),
      ['missing-at-terminal'],
    );
    await press('Enter');
    await screen('amount');
    assert.deepEqual(problems, []);
  });
}
