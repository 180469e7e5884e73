// The story of the start page in a real browser: a cashier signs on and takes a payment that asks for the PIN;
// somebody at the console sees the same payment and why it went so. On the way, nothing that a browser keeps
// and nothing that the host answers may hold a card number.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { DemoWorld } from '@tillgate/server/api';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.js';
import { DataPlace, type RunningHost } from './host.harness.js';

const OWN_OPERATOR_PASSWORD = '2580';
const OWN_CONSOLE_PASSWORD = 'a quiet harbour at night';
const STEP_MS = 15_000;

/** Everything that the page has stored, as text; what is binary is read byte by byte. */
const STORED_TEXT = `(async () => {
  const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const textOf = (value) =>
    value instanceof ArrayBuffer ? textOf(new Uint8Array(value))
    : value instanceof Uint8Array ? Array.from(value, (byte) => String.fromCharCode(byte)).join('')
    : value instanceof CryptoKey ? 'key, extractable: ' + value.extractable
    : typeof value === 'object' && value !== null ? Object.values(value).map(textOf).join(' ')
    : String(value);
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      for (const value of await done(database.transaction(store).objectStore(store).getAll())) {
        texts.push(name + '/' + store + ' ' + textOf(value));
      }
    }
    database.close();
  }
  return texts;
})()`;

const executablePath = findChromium();
if (executablePath === undefined) {
  test('the pages in a browser', { skip: 'no Chromium found; set TILLGATE_CHROMIUM to one' });
} else describe('the pages in a browser', () => story(executablePath));

function story(executablePath: string): void {
  const place = new DataPlace();
  let host: RunningHost;
  let firstPerson: readonly [name: string, password: string];
  let browser: Browser;
  let page: Page;
  let pans: readonly string[];
  let rrn = '';
  let losesNextAnswer = false;
  const answers: Array<Promise<readonly [url: string, text: string]>> = [];
  const problems: string[] = [];

  before(async () => {
    host = await place.up('--demo', '--lang', 'en');
    const [, name, password] = /^sign in as (\S+) \/ (\S+)/m.exec(host.said()) ?? [];
    assert.ok(name && password, 'the host says how to sign in for the first time');
    firstPerson = [name, password];
    browser = await chromium.launch({ executablePath });
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 720 } });
    context.setDefaultTimeout(STEP_MS);
    page = await context.newPage();
    await page.routeWebSocket(/\/api\/pos\/link$/, (line) => {
      const host = line.connectToServer();
      line.onMessage((message) => host.send(message));
      host.onMessage((message) => {
        if (!losesNextAnswer) line.send(message);
        else void Promise.all([line.close(), host.close()]);
        losesNextAnswer = false;
      });
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('response', (response) => {
      const url = new URL(response.url());
      // The demo world is the one place with card numbers, and the live stream never ends.
      if (url.pathname === '/api/demo' || url.pathname === '/api/events') return;
      answers.push(
        response.text().then(
          (text) => [url.pathname, text] as const,
          () => [url.pathname, ''] as const,
        ),
      );
    });
    const world = (await (await fetch(`${host.http}/api/demo`)).json()) as DemoWorld;
    pans = world.cards.map(({ pan }) => pan);
  });

  after(async () => {
    await browser?.close();
    await host?.stop();
    await place.remove();
  });

  // biome-ignore lint/performance/useDomNodeTextContent: what somebody sees is the point, hidden words are not
  const shown = (selector: string): Promise<string> => page.innerText(selector);
  const screen = (at: string): Promise<unknown> => page.waitForSelector(`.till[data-at="${at}"]`);
  const type = async (digits: string): Promise<void> => {
    await page.keyboard.type(digits);
    await page.keyboard.press('Enter');
  };

  test('the start page leads to a terminal that signs on, after its first password is changed', async () => {
    await page.goto(host.http);
    await page.click('.story a >> nth=0');
    await screen('operator');
    await type('0000');
    await screen('own-password');
    await type(OWN_OPERATOR_PASSWORD);
    await type(OWN_OPERATOR_PASSWORD);
    await screen('result');
    assert.match(await shown('.result'), /Approved[\s\S]*Sign on/);
  });

  test('a tap of 1,200.00 is asked for the PIN by the bank, and approved with it', async () => {
    await page.goto(host.http);
    await page.click('.story a >> nth=2');
    await screen('card');
    await page.click('[data-card="everyday"]');
    await screen('pin');
    assert.match(await shown('.pin-reason'), /The bank wants the PIN/);
    await page.keyboard.type('246810');
    assert.doesNotMatch(await shown('.device'), /246810/);
    await page.keyboard.press('Enter');
    await screen('result');
    const result = await shown('.result');
    assert.match(result, /Approved/);
    assert.match(result, /1,200\.00/);
    rrn = /RRN\s+(\S{12})/.exec(result)?.[1] ?? '';
    assert.notEqual(rrn, '');
  });

  test('the receipt shows the payment with a masked card', async () => {
    await page.click('.screen-keys >> text=Receipt');
    await screen('receipt');
    const slip = await shown('.slip');
    assert.match(slip, /RMB 1200\.00/);
    assert.match(slip, new RegExp(rrn));
    assert.match(slip, /6299990*\*+0011/);
    await page.keyboard.press('Enter');
    await screen('amount');
  });

  test('a decline says why, and stays until somebody has read it', async () => {
    await type('8800');
    await screen('card');
    await page.click('[data-card="low-balance"]');
    await screen('result');
    assert.match(await shown('.cause'), /Insufficient funds/);
  });

  test('an answer that is lost leaves no doubt standing: the payment is reversed before anything else', async () => {
    await page.keyboard.press('Enter');
    await screen('amount');
    await type('4200');
    await screen('card');
    losesNextAnswer = true;
    await page.click('[data-card="everyday-2"]');
    await screen('result');
    assert.match(await shown('.result'), /Outcome unknown[\s\S]*Do not swipe again/);
    await page.click('text=Query and reverse');
    await page.waitForSelector('.result >> text=Approved');
    await page.keyboard.press('Enter');
    await screen('amount');
    assert.doesNotMatch(await shown('.device-screen'), /in doubt/);
  });

  test('the browser keeps no card number and no key that it would give out', async () => {
    const stored = (await page.evaluate(STORED_TEXT)) as string[];
    assert.ok(
      stored.some((text) => text.startsWith('tillgate-terminal/states')),
      'the state of the terminal is stored',
    );
    assert.ok(stored.some((text) => text.endsWith('key, extractable: false')));
    for (const text of stored) for (const pan of pans) assert.ok(!text.includes(pan));
  });

  test('the console opens after the first password is changed, and lists the payment', async () => {
    await page.goto(`${host.http}/console/`);
    const [name, password] = firstPerson;
    await page.fill('[name=name]', name);
    await page.fill('[name=password]', password);
    await page.click('button[type=submit]');
    await page.fill('[name=current]', password);
    await page.fill('[name=next]', OWN_CONSOLE_PASSWORD);
    await page.fill('[name=repeat]', OWN_CONSOLE_PASSWORD);
    await page.click('button[type=submit]');
    const row = page.locator(`tr[data-rrn="${rrn}"]`);
    await row.waitFor();
    assert.match((await row.textContent()) ?? '', /1,200\.00[\s\S]*629999\*+0011/);
    const reversed = page.locator('tr[data-rrn]:has-text("42.00"):has(.state:has-text("Reversed"))');
    assert.equal(await reversed.count(), 1, 'the lost payment is reversed');
  });

  test('its drawer says why, where the time went, and what was on the line', async () => {
    await page.keyboard.press('/');
    await type(rrn);
    await page.waitForURL(`**/console/?search=${rrn}`);
    await page.locator(`tr[data-rrn="${rrn}"]`).click();
    await page.waitForSelector('.told-text');
    assert.match(await shown('.told-text'), /Approved/);
    const steps = await shown('.steps');
    for (const part of [/HSM/, /Ledger/, /checked the PIN in the HSM/, /µs/]) assert.match(steps, part);
    await page.click('.steps >> text=Request message');
    await page.hover('.field-row:has-text("PAN")');
    const bytes = await page.locator('.byte.marked').allInnerTexts();
    assert.ok(bytes.length >= 9 && bytes.includes('**'), `the PAN's bytes are marked and masked: ${bytes}`);
    assert.match(await shown('.transaction tfoot'), /balances\s+0\.00/);
  });

  test('the language turns without a reload and is remembered', async () => {
    await page.click('.language-switch >> text=中文');
    await page.waitForSelector('.section-head >> text=原因与下一步');
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
    await page.reload();
    await page.waitForSelector('.top-bar >> text=账本');
  });

  test('the books are proved', async () => {
    await page.click('.top-bar >> text=账本');
    await page.waitForSelector('.verdict.good');
  });

  test('the laboratory arms a fault, shows it, and takes it back', async () => {
    await page.click('.top-bar >> text=故障实验室');
    await page.selectOption('[name=terminalId]', '10000004');
    await page.click('.fault-form button');
    await page.waitForSelector('.fault-armed:has-text("10000004"):has-text("应答丢失")');
    await page.click('.fault-armed button');
    await page.waitForSelector('text=没有布置故障');
  });

  test('an ended session leads to sign-in and back to the same place', async () => {
    await page.goto(`${host.http}/console/?search=${rrn}`);
    await page.waitForSelector(`tr[data-rrn="${rrn}"]`);
    await page.context().clearCookies();
    await page.click(`tr[data-rrn="${rrn}"]`);
    await page.waitForSelector('.gate .notice.doubt');
    await page.fill('[name=password]', OWN_CONSOLE_PASSWORD);
    await page.click('button[type=submit]');
    await page.waitForSelector('.drawer .told-text');
  });

  test('no answer of the host held a card number, and no page had an error', async () => {
    const read = await Promise.all(answers);
    assert.ok(read.some(([path, text]) => path === `/api/transactions/${rrn}` && text.includes(rrn)));
    for (const [path, text] of read) {
      for (const pan of pans) assert.ok(!text.includes(pan), `${path} holds a card number`);
    }
    assert.deepEqual(problems, []);
  });
}
