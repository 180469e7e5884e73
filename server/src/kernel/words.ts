// Puts the figures of a decision into the words of its reason.

import { printAmount } from './money.js';

/** `{name}` becomes the figure of that name; one whose name ends in Minor prints as an amount. */
export function fill(text: string, figures: Readonly<Record<string, string | number | boolean>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const figure = figures[name];
    if (figure === undefined) return '?';
    return name.endsWith('Minor') && typeof figure === 'number' ? printAmount(figure) : String(figure);
  });
}

/** The same in both languages. */
export function fillWords(
  { zh, en }: { readonly zh: string; readonly en: string },
  figures: Readonly<Record<string, string | number | boolean>>,
): { zh: string; en: string } {
  return { zh: fill(zh, figures), en: fill(en, figures) };
}
