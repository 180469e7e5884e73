// The language of the pages: Chinese or English, the browser's at first, then what the visitor chose. Changes
// without a reload, and reaches other tabs of this browser.

import type { Words } from '@tillgate/server/api';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { recall, remember } from '../session/browser-memory.js';
import { fillText } from './fill-text.js';
import type { Language, Texts } from './texts.js';

interface LanguageChoice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}

const STORED_AS = 'tillgate.language';

const LanguageContext = createContext<LanguageChoice>({ language: 'en', choose: () => undefined });

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  useEffect(() => {
    const follow = ({ key, newValue }: StorageEvent): void => {
      if (key === STORED_AS && (newValue === 'zh' || newValue === 'en')) setLanguage(newValue);
    };
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, []);
  const choose = (next: Language): void => {
    setLanguage(next);
    remember('browser', STORED_AS, next);
  };
  return <LanguageContext value={{ language, choose }}>{children}</LanguageContext>;
}

function firstLanguage(): Language {
  const stored = recall('browser', STORED_AS);
  if (stored === 'zh' || stored === 'en') return stored;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function useLanguage(): LanguageChoice {
  return use(LanguageContext);
}

/** The texts of one page in the language of now; `{name}` in a text stands for a value. */
export function useTexts<Known extends Texts>(
  texts: Known,
): (name: keyof Known, values?: Readonly<Record<string, string | number>>) => string {
  const { language } = useLanguage();
  return (name, values = {}) => fillText(texts[name]?.[language] ?? '', values);
}

/** For what the host says in both languages. */
export function useWords(): (words: Words) => string {
  const { language } = useLanguage();
  return (words) => words[language];
}
