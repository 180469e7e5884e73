// The cashier's terminal and the holder's phone in one real browser with a virtual authenticator: pay, scan, confirm by
// fingerprint, receipt; refuse; find out that a code is false. And how much the phone page weighs.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.js';
import { DataPlace, type RunningHost } from './host.harness.js';
import { inDatabase } from './running-database.harness.js';

const TERMINAL = '10000002';
const STEP_MS = 15_000;
const PHONE_BYTES_MOST = 90_000;
const AMOUNT = '200001';
const SHORTEST_SECONDS = 10;

const executablePath = findChromium();
if (executablePath === undefined) {
  test('the phone in a browser', { skip: 'no Chromium found; set TILLGATE_CHROMIUM to one' });
} else describe('the phone in a browser', () => story(executablePath));

function story(executablePath: string): void {
  const place = new DataPlace();
  let host: RunningHost;
  let at: string;
  let browser: Browser;
  let context: BrowserContext;
  let till: Page;
  let phone: Page;
  const problems: string[] = [];
  const loaded = new Map<string, Promise<number>>();

  before(async () => {
    host = await place.up('--demo');
    at = host.http.replace('127.0.0.1', 'localhost');
    browser = await chromium.launch({ executablePath });
    context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 760 } });
    context.setDefaultTimeout(STEP_MS);
    till = await context.newPage();
    phone = await context.newPage();
    await phone.setViewportSize({ width: 390, height: 844 });
    const devTools = await context.newCDPSession(phone);
    await devTools.send('WebAuthn.enable');
    await devTools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    for (const page of [till, phone]) page.on('pageerror', (error) => problems.push(error.message));
    phone.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith('/api/')) return;
      loaded.set(
        pathname,
        response.body().then((body) => gzipSync(body).length),
      );
    });
  });

  after(async () => {
    await browser?.close();
    await host?.stop();
    await place.remove();
  });

  const screen = (name: string): Promise<unknown> => till.waitForSelector(`.till[data-at="${name}"]`);
  const type = async (digits: string): Promise<void> => {
    await till.bringToFront();
    await till.keyboard.type(digits);
    await till.keyboard.press('Enter');
  };
  /** Asks for a payment that the phone must confirm; answers the link in the terminal's code. */
  const pay = async (amount = AMOUNT): Promise<string> => {
    await screen('amount');
    await type(amount);
    await screen('card');
    await till.click('[data-card="phone-confirm"]');
    await till.waitForSelector('.phone-confirm .qr-code');
    return (await till.getAttribute('.phone-confirm a', 'href')) ?? '';
  };
  const shownNumber = async (): Promise<string> =>
    /(\d\d)\s*$/.exec((await till.textContent('.phone-confirm p')) ?? '')?.[1] ?? '';
  /** What the terminal tells in the end, and on to the next payment. */
  const ends = async (text: string): Promise<void> => {
    await till.bringToFront();
    await screen('result');
    await says(till, text);
    await till.keyboard.press('Enter');
  };
  const refuseOnPhone = async (): Promise<void> => {
    await phone.click('text=不是我');
    await says(phone, '已拒绝，未扣款');
    await phone.click('text=好');
  };
  const says = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();

  const signIn = async (page: Page, mobile: string): Promise<void> => {
    await page.fill('input[name="mobile"]', mobile);
    await page.click('text=获取验证码');
    const message = (await page.textContent('text=演示短信')) ?? '';
    await page.fill('input[name="code"]', /\d{6}/.exec(message)?.[0] ?? '');
    await page.click('button[type="submit"]');
    await says(page, '没有待确认的支付');
  };
  /** Sends what the page sent before, as somebody would who recorded it; answers the code of the refusal. */
  const replay = (url: string, body: string | null): Promise<string> =>
    phone.evaluate(
      async ([to, content]) => {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(to!, { method: 'POST', headers, body: content! });
        return ((await answer.json()) as { error?: { code: string } }).error?.code ?? '';
      },
      [url, body],
    );
  /** How long the merchants of this host give a holder. */
  const giveSeconds = (seconds: number): Promise<void> =>
    inDatabase(
      place.dataDir,
      `update merchant set step_up_seconds = ${seconds}`,
      `select pg_notify('banks_changed', '')`,
    );

  test('the terminal signs on', async () => {
    await till.goto(`${at}/pos/?terminal=${TERMINAL}&do=sign-on`);
    await screen('operator');
    await type('0000');
    await screen('own-password');
    await type('2580');
    await type('2580');
    await screen('result');
    await till.keyboard.press('Enter');
    await screen('amount');
  });

  test('the holder signs in by a code, and sets up the fingerprint', async () => {
    // Authenticators serve the page that is looked at.
    await phone.bringToFront();
    await phone.goto(`${at}/phone/`);
    await signIn(phone, '13800000001');
    await phone.click('text=开通指纹确认');
    await phone.waitForSelector('text=开通指纹确认', { state: 'detached' });
  });

  test('paid, scanned, confirmed by fingerprint, receipt', async () => {
    const link = await pay();
    await phone.bringToFront();
    await phone.goto(link);
    await says(phone, '已扫描本机终端的码');
    assert.equal(await phone.textContent('.confirm-amount'), '¥2,000.01');
    assert.equal(await phone.textContent('.confirm-merchant'), '晨光便利店');
    const [yes, no] = await Promise.all(
      ['.choice.accept', '.choice.refuse'].map((one) => phone.locator(one).boundingBox()),
    );
    assert.deepEqual([no?.width, no?.height], [yes?.width, yes?.height], 'as large as the yes');
    await phone.click('.choice.accept');
    await says(phone, '已确认，请看终端');
    await ends('已批准');
    await phone.bringToFront();
    await phone.click('text=好');
    await says(phone, '支付成功');
  });

  test('refused: the terminal says so, and what to do is said on the phone', async () => {
    await pay('200002');
    await phone.bringToFront();
    await phone.click('.waiting-payment');
    await refuseOnPhone();
    await ends('持卡人未确认');
  });

  test('by the number on the terminal, without scanning; a wrong one is refused', async () => {
    await pay('200003');
    const number = await shownNumber();
    await phone.bringToFront();
    await phone.click('.waiting-payment');
    await phone.fill('input[name="number"]', number === '10' ? '11' : '10');
    await phone.click('.choice.accept');
    await says(phone, '与终端显示的号码不符');
    await phone.fill('input[name="number"]', number);
    await phone.click('.choice.accept');
    await says(phone, '已确认，请看终端');
    await phone.click('text=好');
    await ends('已批准');
  });

  test('one yes counts once: another window sees it, and the same proof again is refused', async () => {
    const link = await pay('200004');
    const other = await context.newPage();
    await other.goto(`${at}/phone/`);
    await other.click('.waiting-payment');
    await phone.bringToFront();
    await phone.goto(link);
    const sent = phone.waitForRequest(/\/confirm$/);
    await phone.click('.choice.accept');
    await says(phone, '已确认，请看终端');
    const order = await sent;
    await other.bringToFront();
    await says(other, '已确认，请看终端');
    await other.close();
    assert.equal(await replay(order.url(), order.postData()), 'TG_PASSKEY_REFUSED');
    await ends('已批准');
    assert.equal(await replay(order.url(), order.postData()), 'TG_CONFIRMATION_OVER');
    await phone.click('text=好');
  });

  test('a yes to one amount is none to another', async () => {
    const link = await pay('200005');
    await phone.bringToFront();
    await phone.goto(link);
    await phone.route(/\/confirm$/, (route) => route.abort());
    const held = phone.waitForEvent('requestfailed');
    await phone.click('.choice.accept');
    const { proof } = (await held).postDataJSON() as { proof: object };
    await phone.unroute(/\/confirm$/);
    await refuseOnPhone();
    await ends('持卡人未确认');
    await pay('900005');
    const seen = { number: await shownNumber() };
    const waiting = phone.locator('.waiting-payment');
    await phone.bringToFront();
    await waiting.click();
    assert.equal(await phone.textContent('.confirm-amount'), '¥9,000.05');
    await phone.fill('input[name="number"]', '99');
    await phone.route(/\/confirm$/, (route) => route.abort());
    const asked = phone.waitForEvent('requestfailed');
    await phone.click('.choice.accept');
    const path = (await asked).url();
    await phone.unroute(/\/confirm$/);
    assert.equal(await replay(path, JSON.stringify({ proof, seen })), 'TG_PASSKEY_REFUSED');
    await refuseOnPhone();
    await ends('持卡人未确认');
  });

  test('another holder’s phone cannot confirm it; and nobody does in time: not charged', async () => {
    await giveSeconds(SHORTEST_SECONDS);
    const link = await pay('200006');
    const stranger = await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } });
    const page = await stranger.newPage();
    await page.goto(`${at}/phone/`);
    await signIn(page, '13800000002');
    await page.goto(link);
    await says(page, '此码对应别人的卡');
    await stranger.close();
    await phone.bringToFront();
    await phone.click('.waiting-payment');
    await says(phone, '已超时');
    assert.equal(await phone.locator('.choice.accept').isDisabled(), true);
    await ends('手机确认超时');
    await phone.bringToFront();
    await phone.click('text=返回');
  });

  test('a false code is told to be one', async () => {
    await phone.bringToFront();
    await phone.click('text=扫描终端上的码');
    await phone.fill('input[name="link"]', 'https://trap.example/phone/#632600000001.AAAAAAAAAAAAAAAAAAAAAA');
    await phone.click('text=核对');
    await says(phone, /可能是钓鱼码/);
    await phone.click('text=返回');
  });

  test('frozen and unfrozen by a touch', async () => {
    const card = phone.locator('.card-panel').first();
    await card.locator('summary').click();
    await card.getByText('冻结', { exact: true }).click();
    await card.locator('.card-state.frozen').waitFor();
    await card.getByText('解冻', { exact: true }).click();
    await card.locator('.card-state.active').waitFor();
  });

  test('the page is light, installable, and without faults', async () => {
    const weights = await Promise.all(loaded.values());
    const sum = weights.reduce((one, other) => one + other, 0);
    assert.ok(sum < PHONE_BYTES_MOST, `${sum} bytes gzipped: ${[...loaded.keys()].join(' ')}`);
    const manifest = await (await fetch(`${at}/phone.webmanifest`)).json();
    assert.equal((manifest as { start_url: string }).start_url, '/phone/');
    assert.deepEqual(problems, []);
  });
}
