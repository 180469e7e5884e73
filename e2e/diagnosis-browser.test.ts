// A terminal's diagnosis in a real browser: the operator runs the self-test with the printer broken and the keys of the
// sign-on before; the engineer sees both sides, the differences, their cause and its page; and where the time went.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { demoCard } from './demo-world.fixture.js';
import { findChromium } from './find-chromium.js';
import { DataPlace, type RunningHost } from './host.harness.js';
import { takeScreenshot } from './screenshots.js';
import { signInToConsole, TrainingPage } from './training-page.harness.js';

const TERMINAL = '10000001';
const STEP_MS = 15_000;

const executablePath = findChromium();
if (executablePath === undefined) {
  test('the diagnosis in a browser', { skip: 'no Chromium found; set TILLGATE_CHROMIUM to one' });
} else describe('the diagnosis in a browser', () => story(executablePath));

function story(executablePath: string): void {
  const place = new DataPlace();
  const card = demoCard('everyday');
  let host: RunningHost;
  let browser: Browser;
  let till: TrainingPage;
  let desk: Page;
  const problems: string[] = [];

  before(async () => {
    host = await place.up('--demo', '--lang', 'en');
    browser = await chromium.launch({ executablePath });
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 760 } });
    context.setDefaultTimeout(STEP_MS);
    till = new TrainingPage(await context.newPage(), host);
    desk = await context.newPage();
    for (const page of [till.page, desk]) page.on('pageerror', (error) => problems.push(error.message));
  });

  after(async () => {
    await browser?.close();
    await host?.stop();
    await place.remove();
  });

  const verdicts = async (): Promise<Record<string, string>> => {
    await till.screen('self-tested');
    const lines = await till.page.locator('.check-list li').all();
    const of = async (line: (typeof lines)[number]) =>
      [await line.getAttribute('data-check'), await line.getAttribute('data-verdict')] as const;
    return Object.fromEntries(await Promise.all(lines.map(of)));
  };

  test('the wizard: a terminal in order passes', async () => {
    await till.signOn(TERMINAL);
    assert.match(await till.pay('1234', 'everyday', card.pin), /Approved/);
    await till.page.keyboard.press('Enter');
    await till.choose('Manage', 'Self-test');
    await till.screen('self-test');
    await takeScreenshot(till.page, 'self-test-keypad-en');
    await till.page.keyboard.press('5');
    await till.page.waitForSelector('text=Did a test slip come out?');
    await till.page.keyboard.press('1');
    const found = await verdicts();
    assert.deepEqual(new Set(Object.values(found)), new Set(['good']), JSON.stringify(found));
    await takeScreenshot(till.page, 'self-test-good-en');
    await till.page.keyboard.press('Enter');
    await till.page.keyboard.press('Escape');
    await till.page.keyboard.press('Escape');
  });

  test('a broken printer, and keys of the sign-on before: named, each with its next step', async () => {
    await till.choose('Manage', 'Sign on');
    await till.screen('result');
    await till.page.keyboard.press('Enter');
    assert.match(await till.pay('500', 'everyday', card.pin), /Approved/);
    await till.page.keyboard.press('Enter');
    await till.choose('Manage', 'Security faults', 'Wrong keys', 'Keys before the last sign-on');
    await till.choose('Manage', 'Self-test');
    await till.page.keyboard.press('5');
    await till.page.waitForSelector('text=Did a test slip come out?');
    await till.page.keyboard.press('2');
    const found = await verdicts();
    assert.equal(found.printer, 'bad');
    assert.equal(found.mac, 'bad');
    await till.page.waitForSelector('.check-list b >> text=Sign on again; if that does not help');
    await takeScreenshot(till.page, 'self-test-bad-en');
    await till.page.click('.language-switch >> text=中文');
    await takeScreenshot(till.page, 'self-test-bad-zh');
  });

  test('at the host: both sides, the differences, and the cause with its page', async () => {
    await signInToConsole(desk, host);
    await desk.goto(`${host.http}/console/?page=terminals&open=${TERMINAL}`);
    for (const what of ['pinKey', 'macKey', 'mac', 'devices']) {
      await desk.waitForSelector(`tr[data-what="${what}"].differs`);
    }
    assert.equal(await desk.locator('tr[data-what="ownKey"].same').count(), 1);
    await desk.waitForSelector('.refused-list >> text=mac.previous-key');
    assert.ok((await desk.locator('.payment-times tbody tr').count()) >= 2, 'its payments, with their times');
    await desk.click('.language-switch >> text=English');
    await desk.waitForSelector('text=Side by side');
    await takeScreenshot(desk, 'terminal-sides-en');
    await desk.click('.language-switch >> text=中文');
    await desk.waitForSelector('text=两侧对照');
    await takeScreenshot(desk, 'terminal-sides-zh');
    await desk.click('.refused-list .cause-link >> nth=0');
    await desk.waitForSelector('.one-cause >> text=mac.previous-key');
    await takeScreenshot(desk, 'cause-zh');
  });

  test('its program: reported, marked as known, and withdrawn', async () => {
    await desk.goto(`${host.http}/console/?page=terminals&open=${TERMINAL}`);
    await desk.waitForSelector('tr[data-what="software"].not-known');
    const reported = (await desk.textContent('tr[data-what="software"] td:nth-child(2)')) ?? '';
    assert.match(reported, /^[0-9a-f]{16} web POS [0-9.]+$/);
    const [hash = ''] = reported.split(' ');
    assert.equal(await desk.inputValue('.known-software [name=hash]'), hash, 'offered to be marked');
    await desk.click('.known-software form button');
    await desk.waitForSelector('tr[data-what="software"].same');
    await desk.waitForSelector(`.known-software tr[data-hash="${hash}"]`);
    await takeScreenshot(desk, 'known-software-zh');
    await desk.click('.language-switch >> text=English');
    await desk.waitForSelector('text=Known programs');
    await takeScreenshot(desk, 'known-software-en');
    await desk.click('.language-switch >> text=中文');
    await desk.click(`tr[data-hash="${hash}"] button`);
    await desk.waitForSelector('tr[data-what="software"].not-known');
    assert.equal(await desk.locator('.known-software ol li').count(), 2, 'both steps are kept');
  });

  test('where the time of a payment went', async () => {
    await desk.goto(`${host.http}/console/?search=${TERMINAL}`);
    await desk.click('tr[data-rrn]:has-text("12.34")');
    await desk.waitForSelector('.times-table tr[data-part="hsm"]');
    for (const part of ['terminal', 'network']) {
      const told = (await desk.textContent(`tr[data-part="${part}"] td:nth-child(2)`)) ?? '';
      assert.match(told, /[0-9] (µs|ms)/, `the terminal told of it in its self-test: ${part} ${told}`);
    }
    await desk.waitForSelector('text=由终端上报');
    await desk.locator('.times-table').scrollIntoViewIfNeeded();
    await takeScreenshot(desk, 'times-zh');
    assert.deepEqual(problems, []);
  });
}
