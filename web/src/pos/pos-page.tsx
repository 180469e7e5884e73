// The page of the training terminal: on in the demo world, else it says why not and how to start one.

import type { DemoWorld } from '@tillgate/server/api';
import { useLanguage, useTexts } from '../language/language.js';
import { LanguageSwitch } from '../language/language-switch.js';
import { useAnswer } from '../session/use-answer.js';
import { Notice } from './notice.js';
import { posTexts } from './pos-texts.js';
import { TillPage } from './till-page.js';

export function PosPage() {
  const say = useTexts(posTexts);
  return (
    <>
      <header className="pos-bar">
        <a className="brand" href="/">
          <img src="/mark.svg" alt="" />
          Tillgate
        </a>
        <span className="training">{say('training')}</span>
        <nav>
          <a href="/console/">{say('console')}</a>
        </nav>
        <LanguageSwitch />
      </header>
      <World />
    </>
  );
}

function World() {
  const say = useTexts(posTexts);
  const { language } = useLanguage();
  const { answer: world, error } = useAnswer<DemoWorld>('/api/demo');
  if (!isSecureContext) return <Notice title={say('insecureTitle')} lead={say('insecureLead')} />;
  if (error?.status === 404) {
    return <Notice title={say('offTitle')} lead={say('offLead')} command="npx tillgate up --demo" />;
  }
  if (error) return <Notice title={say('brokenTitle')} lead={error.words[language]} hasReload />;
  if (!world) return <Notice title={say('opening')} />;
  const asked = new URLSearchParams(location.search).get('terminal');
  const chosen = world.terminals.find(({ terminalId }) => terminalId === asked) ?? world.terminals[0];
  return chosen ? <TillPage key={chosen.terminalId} world={world} terminalId={chosen.terminalId} /> : null;
}
