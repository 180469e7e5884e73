// Puts the figures of a decision into the words of its reason.

import { figureWords } from './figure-words.js';
import { printAmount } from './money.js';
import type { Language } from './reason-words.js';

type Figures = Readonly<Record<string, string | number | boolean>>;

/**
 * `{name}` becomes the figure of that name; one whose name ends in Minor prints as an amount, one whose value is a word
 * is said in the language of the text.
 */
export function fill(text: string, figures: Figures, language: Language): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const figure = figures[name];
    if (figure === undefined) return '?';
    if (name.endsWith('Minor') && typeof figure === 'number') return printAmount(figure);
    return figureWords(name, String(figure))?.[language] ?? String(figure);
  });
}

export function fillWords(
  { zh, en }: { readonly zh: string; readonly en: string },
  figures: Figures,
): { zh: string; en: string } {
  return { zh: fill(zh, figures, 'zh'), en: fill(en, figures, 'en') };
}
