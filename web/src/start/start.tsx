// The start page: what this is in one sentence, and its story in four steps, each a link that does it.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../language/language.js';
import '../design/base.css';
import './start.css';
import { StartPage } from './start-page.js';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <StartPage />
      </LanguageProvider>
    </StrictMode>,
  );
}
