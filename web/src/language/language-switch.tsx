// The switch between the two languages, each named in itself.

import { useLanguage } from './language.js';
import type { Language } from './texts.js';
import './language-switch.css';

const NAMES: ReadonlyArray<readonly [Language, string]> = [
  ['zh', '中文'],
  ['en', 'English'],
];

export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  return (
    <div className="language-switch">
      {NAMES.map(([one, name]) => (
        <button
          key={one}
          type="button"
          lang={one === 'zh' ? 'zh-CN' : 'en'}
          aria-pressed={language === one}
          onClick={() => choose(one)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
