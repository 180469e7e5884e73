// The cardholder's phone: payments that wait for a yes or no, cards and what was paid. Installable; by keyboard and by
// screen reader as by hand.

import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../language/language.js';
import '../design/base.css';
import './phone.css';
import './card-rules.css';
import { PhonePage } from './phone-page.js';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <LanguageProvider>
      <PhonePage />
    </LanguageProvider>,
  );
}
