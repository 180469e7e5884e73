// A Chromium for the browser tests: TILLGATE_CHROMIUM, else the places where systems put one.

import { existsSync } from 'node:fs';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Undefined when there is none: browser tests then skip, and say so. */
export function findChromium(): string | undefined {
  const named = process.env.TILLGATE_CHROMIUM;
  if (named) return named;
  return USUAL_PLACES.find((place) => existsSync(place));
}
