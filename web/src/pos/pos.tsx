// The training terminal in the browser: the same virtual POS that runs without a screen, with one. For whoever
// wants to see a payment; with demo keys, in the demo world only.

import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../language/language.js';
import '../design/base.css';
import './pos.css';
import { PosPage } from './pos-page.js';

const root = document.getElementById('root');
// No StrictMode: its second mount would open the same terminal twice, and one of the two is refused.
if (root) {
  createRoot(root).render(
    <LanguageProvider>
      <PosPage />
    </LanguageProvider>,
  );
}
