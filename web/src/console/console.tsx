// The console: every transaction live, why each went as it did, and the proof of the books. For people of the
// acquirer; opens after sign-in only.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../language/language.js';
import '../design/base.css';
import './console.css';
import './fault.css';
import { SessionGate } from './session-gate.js';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <SessionGate />
      </LanguageProvider>
    </StrictMode>,
  );
}
