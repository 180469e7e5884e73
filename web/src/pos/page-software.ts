// What the training terminal in the browser reports of its program: a hash over the scripts that this page was loaded
// from, read once more from where they came. A page that somebody changed on its way here reports another; one that was
// made to lie can lie about this as well.

import { softwareVersion } from '@tillgate/terminal';

const HASH_DIGITS = 16;
const SCRIPTS = 'script[type="module"][src], link[rel="modulepreload"][href]';

export interface PageSoftware {
  readonly softwareVersion: string;
  /** The first 16 hex digits of a SHA-256 over paths and contents; undefined where a script cannot be read again. */
  readonly softwareHash: string | undefined;
}

export async function pageSoftware(page: Document): Promise<PageSoftware> {
  const named = { softwareVersion: `web POS ${softwareVersion}` };
  try {
    const urls = [...page.querySelectorAll(SCRIPTS)].map(
      (one) => new URL(one.getAttribute('src') ?? one.getAttribute('href') ?? '', page.baseURI),
    );
    const paths = [...new Set(urls.map(({ pathname }) => pathname))].sort();
    return { ...named, softwareHash: await hashOf(paths) };
  } catch {
    return { ...named, softwareHash: undefined };
  }
}

async function hashOf(paths: readonly string[]): Promise<string> {
  const parts = await Promise.all(
    paths.map(async (path) => {
      const response = await fetch(path, { cache: 'force-cache' });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return [`${path}\n`, await response.arrayBuffer()];
    }),
  );
  const all = await new Blob(parts.flat()).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.slice(0, HASH_DIGITS);
}
