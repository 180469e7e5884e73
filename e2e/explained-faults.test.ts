// Ten faults, read by everybody they concern, in a real browser: injected in the laboratory or at the terminal; then
// the cashier's words on the terminal, the engineer's with the cause in the console, the holder's on the phone, in
// Chinese and in English. What one of them may not see is not on their screen.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { demoCard } from './demo-world.fixture.js';
import { findChromium } from './find-chromium.js';
import { DataPlace, type RunningHost } from './host.harness.js';
import { takeScreenshot } from './screenshots.js';
import { shown, signInToConsole, TrainingPage } from './training-page.harness.js';

const TERMINAL = '10000002';
const STEP_MS = 10_000;

interface Told {
  readonly zh: RegExp;
  readonly en: RegExp;
}

interface Story {
  readonly name: string;
  /** Armed in the laboratory, or chosen in the terminal's menus. */
  readonly fault: { readonly lab: string } | { readonly menu: readonly string[] };
  readonly cause: string;
  /** What the cashier reads. */
  readonly cashier: Told;
}

const MENU = ['管理', '安全故障实验'] as const;
const callAcquirer: Told = {
  zh: /重新签到无用，请联系收单机构/,
  en: /Signing on does not help; call the acquirer/,
};
const signOn: Told = { zh: /请重新签到后再试/, en: /Sign on again, then retry/ };
const stories: readonly Story[] = [
  {
    ...{ name: 'hsm-down', fault: { lab: 'hsm-down' }, cause: 'hsm.unreachable' },
    cashier: { zh: /请稍后重新签到再试/, en: /Sign on again later, then retry/ },
  },
  { name: 'stale-keys', fault: { lab: 'stale-keys' }, cause: 'mac.previous-key', cashier: signOn },
  {
    ...{ name: 'copied-terminal', fault: { lab: 'copied-terminal' }, cause: 'terminal.cloned' },
    cashier: { zh: /停用此终端/, en: /Stop using this terminal/ },
  },
  { name: 'half-rotation', fault: { lab: 'half-rotation' }, cause: 'pin.previous-key', cashier: signOn },
  {
    ...{ name: 'clock-off', fault: { lab: 'clock-off' }, cause: 'key.expired' },
    cashier: signOn,
  },
  {
    ...{ name: 'flip-byte', fault: { lab: 'flip-byte' }, cause: 'mac.changed-on-the-way' },
    cashier: { zh: /重新签到|重试/, en: /[Ss]ign on|[Tt]ry again|[Rr]etry/ },
  },
  {
    ...{ name: 'swapped-keys', fault: { menu: ['密钥用错', 'PIN 与 MAC 密钥对调'] }, cause: 'mac.pin-key' },
    cashier: callAcquirer,
  },
  {
    ...{ name: 'other-algorithm', fault: { menu: ['MAC 算错', '改用 X9.9 算 MAC'] } },
    ...{ cause: 'mac.algorithm-x9.9', cashier: callAcquirer },
  },
  {
    ...{ name: 'lower-case', fault: { menu: ['MAC 算错', 'MAC 大小写相反'] } },
    ...{ cause: 'mac.lower-case', cashier: callAcquirer },
  },
  {
    ...{ name: 'pan-left-out', fault: { menu: ['PIN 块不含主账号'] }, cause: 'pin.format' },
    cashier: callAcquirer,
  },
];

const executablePath = findChromium();
if (executablePath === undefined) {
  test('ten faults in a browser', { skip: 'no Chromium found; set TILLGATE_CHROMIUM to one' });
} else describe('ten faults in a browser', () => story(executablePath));

function story(executablePath: string): void {
  const place = new DataPlace();
  const card = demoCard('phone-confirm');
  let host: RunningHost;
  let browser: Browser;
  let till: TrainingPage;
  let desk: Page;
  let phone: Page;
  const problems: string[] = [];

  before(async () => {
    host = await place.up('--demo', '--lang', 'en');
    browser = await chromium.launch({ executablePath });
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 760 } });
    context.setDefaultTimeout(STEP_MS);
    till = new TrainingPage(await context.newPage(), host);
    [desk, phone] = [await context.newPage(), await context.newPage()];
    await phone.setViewportSize({ width: 390, height: 844 });
    for (const page of [till.page, desk, phone]) {
      page.on('pageerror', (error) => problems.push(error.message));
    }
  });

  after(async () => {
    await browser?.close();
    await host?.stop();
    await place.remove();
  });

  test('everybody signs in, and the terminal has used its keys', async () => {
    await till.signOn(TERMINAL);
    await signInToConsole(desk, host);
    await phone.goto(`${host.http}/phone/`);
    await phone.fill('input[name="mobile"]', '13800000001');
    await phone.click('text=获取验证码');
    const message = (await phone.textContent('text=演示短信')) ?? '';
    await phone.fill('input[name="code"]', /\d{6}/.exec(message)?.[0] ?? '');
    await phone.click('button[type="submit"]');
    await phone.waitForSelector('.reference');
  });

  const speak = (page: Page, language: '中文' | 'English'): Promise<void> =>
    page.click(`.language-switch >> text=${language}`);

  async function inject({ fault }: Story): Promise<void> {
    await till.page.bringToFront();
    if ('menu' in fault) return till.choose(...MENU, ...fault.menu);
    await desk.bringToFront();
    await desk.goto(`${host.http}/console/?page=faults`);
    await desk.selectOption('[name=terminalId]', TERMINAL);
    await desk.selectOption('.fault-form select >> nth=1', fault.lab);
    await desk.click('.fault-form button');
    await desk.waitForSelector(`.fault-armed:has-text("${TERMINAL}")`);
    await till.page.bringToFront();
  }

  /** In both languages, with what somebody at the till may not read. */
  async function readAtTill({ name, cashier, cause }: Story): Promise<string> {
    const rrn = /参考号\s+(\S{12})/.exec(await shown(till.page, '.result'))?.[1] ?? '';
    assert.notEqual(rrn, '', 'the result has a reference number');
    for (const [language, words] of [
      ['中文', cashier.zh],
      ['English', cashier.en],
    ] as const) {
      await speak(till.page, language);
      await till.page.locator('.next-step', { hasText: words }).first().waitFor();
      await takeScreenshot(till.page, `fault-${name}-till-${language === '中文' ? 'zh' : 'en'}`);
      const text = await shown(till.page, '.result');
      assert.match(text, /2\.00/, 'the amount stands there however it ended');
      // The key for a sign-on stands in front where one helps, and nowhere else.
      const helps =
        /[Ss]ign on again|重新签到后再试|重新签到再试/.test(text) && !/does not help|无用/.test(text);
      assert.equal(await till.page.locator('.result .button.first').count(), helps ? 1 : 0, text);
      assert.ok(!text.includes(cause) && !/[0-9A-F]{6}(?![0-9])[^0-9]*KCV/.test(text), text);
    }
    await speak(till.page, '中文');
    return rrn;
  }

  async function readInConsole({ name, cause }: Story, rrn: string): Promise<void> {
    await desk.bringToFront();
    await desk.goto(`${host.http}/console/?rrn=${rrn}`);
    await desk.waitForSelector(`.cause .cause-link >> text="${cause}"`);
    for (const language of ['English', '中文'] as const) {
      await speak(desk, language);
      await desk.waitForSelector(
        `.section-head >> text=${language === '中文' ? '原因与下一步' : 'Cause and next step'}`,
      );
      await desk.waitForSelector('.cause .told-text');
      await takeScreenshot(desk, `fault-${name}-console-${language === '中文' ? 'zh' : 'en'}`);
    }
    await desk.click('.cause .cause-link');
    await desk.waitForSelector(`.one-cause h2 >> text="${cause}"`);
  }

  async function readOnPhone({ name }: Story, rrn: string): Promise<void> {
    await phone.bringToFront();
    for (const [language, words] of [
      ['English', 'You were not charged'],
      ['中文', '未扣款'],
    ] as const) {
      await speak(phone, language);
      await phone.fill('.reference input', rrn);
      await phone.click('.reference button');
      await phone.locator('.reference-told', { hasText: words }).waitFor();
      assert.doesNotMatch(await shown(phone, '.reference-told'), /MAC|PIN|[Kk]ey|密钥/);
      await takeScreenshot(phone, `fault-${name}-phone-${language === '中文' ? 'zh' : 'en'}`);
    }
  }

  /** Opened anew the terminal makes no mistakes; it signs on, and pays under its new keys. */
  async function openAnew(): Promise<void> {
    await till.page.bringToFront();
    await till.page.goto(`${host.http}/pos/?terminal=${TERMINAL}&do=sign-on`);
    await till.screen('result');
    await till.page.keyboard.press('Enter');
    assert.match(await till.pay('100', card.name, card.pin, '插卡'), /已批准/);
    await till.page.keyboard.press('Enter');
    await till.screen('amount');
  }

  for (const one of stories) {
    test(`${one.name}: ${one.cause}, told to the till, the console and the phone`, async () => {
      await openAnew();
      await inject(one);
      assert.doesNotMatch(await till.pay('200', card.name, card.pin, '插卡'), /已批准/);
      const rrn = await readAtTill(one);
      await readInConsole(one, rrn);
      await readOnPhone(one, rrn);
    });
  }

  test('no page had an error', () => {
    assert.deepEqual(problems, []);
  });
}
