// The design language on a page of its own, made of the same tokens and parts that it shows.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../language/language.js';
import './base.css';
import './design.css';
import { DesignPage } from './design-page.js';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <DesignPage />
      </LanguageProvider>
    </StrictMode>,
  );
}
