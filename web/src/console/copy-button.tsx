// A button that copies a text and says so for a moment.

import { type MouseEvent, type ReactNode, useEffect, useState } from 'react';
import { useTexts } from '../language/language.js';
import { consoleTexts } from './console-texts.js';

const SAID_MS = 1500;

export function CopyButton({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  const say = useTexts(consoleTexts);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (event: MouseEvent): void => {
    event.stopPropagation();
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <button
      className={children ? 'button small' : 'copy'}
      type="button"
      title={`${say('copy')}: ${text}`}
      aria-label={children ? undefined : `${say('copy')} ${text}`}
      onClick={copy}
    >
      {isCopied ? <span role="status">✓ {say('copied')}</span> : (children ?? <CopySign />)}
    </button>
  );
}

function CopySign() {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path
        d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
        strokeLinejoin="round"
      />
    </svg>
  );
}
