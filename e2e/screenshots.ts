// Pictures of pages for people to look at: written where TILLGATE_SCREENSHOTS names a folder, and nowhere else.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const folder = process.env.TILLGATE_SCREENSHOTS;

export async function takeScreenshot(page: Page, name: string): Promise<void> {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
