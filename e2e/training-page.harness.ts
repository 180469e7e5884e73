// The training terminal and the console in a browser, as the stories use them: sign on, choose from menus, sign in.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { RunningHost } from './host.harness.js';

const OPERATOR_PASSWORD = '2580';
const CONSOLE_PASSWORD = 'a quiet harbour at night';

export class TrainingPage {
  readonly page: Page;
  readonly #host: RunningHost;

  constructor(page: Page, host: RunningHost) {
    this.page = page;
    this.#host = host;
  }

  screen(at: string): Promise<unknown> {
    return this.page.waitForSelector(`.till[data-at="${at}"]`);
  }

  async type(digits: string): Promise<void> {
    // A page behind others is told of keys late.
    await this.page.bringToFront();
    await this.page.keyboard.type(digits);
    await this.page.keyboard.press('Enter');
  }

  /** With the operator's first password changed, and the terminal signed on. */
  async signOn(terminalId: string): Promise<void> {
    await this.page.goto(`${this.#host.http}/pos/?terminal=${terminalId}&do=sign-on`);
    await this.screen('operator');
    await this.type('0000');
    await this.screen('own-password');
    await this.type(OPERATOR_PASSWORD);
    await this.type(OPERATOR_PASSWORD);
    await this.screen('result');
    await this.page.keyboard.press('Enter');
    await this.screen('amount');
  }

  /** From the screen for amounts: the items of the menus by their names, one after the other. */
  async choose(...items: readonly string[]): Promise<void> {
    await this.screen('amount');
    await this.page.click('.screen-keys button >> nth=2');
    for (const item of items) await this.page.click(`.menu button:has-text("${item}")`);
  }

  /** Pays with a demo card, and its PIN where it is asked for; ends at the result. */
  async pay(amount: string, card: string, pin: string, how?: string): Promise<string> {
    await this.screen('amount');
    await this.type(amount);
    await this.screen('card');
    if (how) await this.page.click(`.tray .choice >> text=${how}`);
    await this.page.click(`[data-card="${card}"]`);
    for (let looks = 0; looks < 300; looks += 1) {
      const at = await this.page.getAttribute('.till', 'data-at');
      if (at === 'result') return shown(this.page, '.result');
      if (at === 'pin') await this.#enterPin(pin);
      await pause(50);
    }
    return assert.fail('the payment did not come to an end');
  }

  /** Each digit when the one before is on the screen. */
  async #enterPin(pin: string): Promise<void> {
    await this.page.waitForSelector('.pin-reason');
    await this.type(pin);
    await this.page.waitForSelector('.till:not([data-at="pin"])');
  }
}

/** What somebody sees there. */
export function shown(page: Page, selector: string): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what somebody sees is the point, hidden words are not
  return page.innerText(selector);
}

/** Signs in for the first time: the first password is changed on the way. */
export async function signInToConsole(page: Page, host: RunningHost): Promise<void> {
  const [, name = '', password = ''] = /^sign in as (\S+) \/ (\S+)/m.exec(host.said()) ?? [];
  await page.goto(`${host.http}/console/`);
  await page.fill('[name=name]', name);
  await page.fill('[name=password]', password);
  await page.click('button[type=submit]');
  await page.fill('[name=current]', password);
  await page.fill('[name=next]', CONSOLE_PASSWORD);
  await page.fill('[name=repeat]', CONSOLE_PASSWORD);
  await page.click('button[type=submit]');
  await page.waitForSelector('.top-bar');
}
