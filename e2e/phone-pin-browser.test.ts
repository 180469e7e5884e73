// A PIN set in a real browser with a virtual authenticator: keys are pressed, the fingerprint confirms, the terminal
// takes the new PIN. What was typed is in no element of the page and in no request of it.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { demoHost } from './demo-host.harness.js';
import { demoCard } from './demo-world.fixture.js';
import { findChromium } from './find-chromium.js';
import { expectCode } from './wire-terminal.js';

const PIN = '850317';
const demo = demoHost();
const executablePath = findChromium();
let browser: Browser | undefined;
after(() => browser?.close());

async function signedIn(path: string, sent: string[]): Promise<Page> {
  browser = await chromium.launch({ executablePath: path });
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('WebAuthn.enable');
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  await page.goto(`${demo.host.http.replace('127.0.0.1', 'localhost')}/phone/`);
  await page.fill('input[name="mobile"]', '13800000001');
  await page.click('text=Send a code');
  const message = (await page.textContent('text=Demo message')) ?? '';
  await page.fill('input[name="code"]', /\d{6}/.exec(message)?.[0] ?? '');
  await page.click('button[type="submit"]');
  await page.click('text=Confirm by fingerprint');
  await page.waitForSelector('text=Confirm by fingerprint', { state: 'detached' });
  return page;
}

test('set in the page, taken by the terminal, seen by nobody between', {
  skip: executablePath === undefined && 'no Chromium found; set TILLGATE_CHROMIUM to one',
}, async () => {
  const sent: string[] = [];
  const page = await signedIn(executablePath ?? '', sent);
  const panel = page.locator('.card-panel').first();
  await panel.locator('summary').click();
  await panel.getByText('Set the PIN').click();
  const enter = async (pin: string): Promise<void> => {
    for (const digit of pin) await panel.locator('.pin-keys').getByText(digit, { exact: true }).click();
    assert.ok(!(await page.content()).includes(pin));
    assert.equal(await panel.locator('.pin-pad input').count(), 0);
    await panel.getByText('Enter', { exact: true }).click();
  };
  await panel.locator('.pin-pad').waitFor();
  await page.evaluate("dispatchEvent(new ClipboardEvent('paste', { cancelable: true }))");
  await panel.getByText('A PIN cannot be pasted').waitFor();
  await enter(PIN);
  await enter('850318');
  await panel.getByText('The two differ').waitFor();
  await enter(PIN);
  await enter(PIN);
  await panel.getByText('Confirm by fingerprint').click();
  await panel.getByText('The PIN is set').waitFor();
  assert.ok(sent.some((request) => request.includes('/pin ')));
  assert.ok(sent.every((request) => !request.includes(PIN)));
  const card = demoCard('everyday');
  const paid = await demo.till.request('0200', demo.till.purchase(card, 100, { pin: PIN, reading: '05' }));
  expectCode('00', paid);
});
