// The story: sign on, pay, be asked for the PIN, see why.

import type { DemoWorld } from '@tillgate/server/api';
import { useTexts } from '../language/language.js';
import { LanguageSwitch } from '../language/language-switch.js';
import { recall } from '../session/browser-memory.js';
import { useAnswer } from '../session/use-answer.js';
import { startTexts } from './start-texts.js';

const TERMINAL = '10000001';
/** Where the training terminal leaves the reference of its last payment. */
const LAST_RRN = 'tillgate.last-rrn';

interface StoryStep {
  readonly href: string;
  readonly title: keyof typeof startTexts;
  readonly lead: keyof typeof startTexts;
  readonly note?: string;
}

export function StartPage() {
  const say = useTexts(startTexts);
  const { error } = useAnswer<DemoWorld>('/api/demo');
  const lastRrn = recall('browser', LAST_RRN);
  const steps: readonly StoryStep[] = [
    { href: `/pos/?terminal=${TERMINAL}&do=sign-on`, title: 'signOnTitle', lead: 'signOnLead' },
    { href: `/pos/?terminal=${TERMINAL}&amount=1234`, title: 'payTitle', lead: 'payLead' },
    { href: `/pos/?terminal=${TERMINAL}&amount=120000`, title: 'pinTitle', lead: 'pinLead' },
    {
      href: lastRrn === undefined ? '/console/' : `/console/?rrn=${encodeURIComponent(lastRrn)}`,
      title: 'whyTitle',
      lead: 'whyLead',
      note: lastRrn === undefined ? say('noPaymentYet') : say('lastPayment', { rrn: lastRrn }),
    },
  ];
  return (
    <main className="start">
      <div className="start-top">
        <span className="brand">
          <img src="/mark.svg" alt="" />
          Tillgate 闸口
        </span>
        <LanguageSwitch />
      </div>
      <h1>{say('title')}</h1>
      <p className="start-lead">{say('lead')}</p>
      <ol className="story">
        {steps.map((step, at) => (
          <li key={step.title}>
            <a href={step.href}>
              <span className="story-number" aria-hidden="true">
                {at + 1}
              </span>
              <b>{say(step.title)}</b>
              <span>{say(step.lead)}</span>
              {step.note && <small>{step.note}</small>}
            </a>
          </li>
        ))}
      </ol>
      {error?.status === 404 && <p className="notice doubt">{say('offNote')}</p>}
      <footer>
        <nav>
          <a href="/pos/">{say('terminal')}</a>
          <a href="/console/">{say('console')}</a>
          <a href="/design/">{say('design')}</a>
        </nav>
        <p>{say('software')}</p>
      </footer>
    </main>
  );
}
