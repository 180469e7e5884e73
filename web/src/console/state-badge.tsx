// A state as sign, word and colour: never colour alone.

import { useWords } from '../language/language.js';
import { codeWords, stateTexts } from './code-texts.js';

type Tone = 'approved' | 'declined' | 'doubt' | 'person' | 'neutral';

const TONES: Readonly<Record<string, Tone>> = {
  approved: 'approved',
  settled: 'approved',
  declined: 'declined',
  'in-doubt': 'doubt',
  awaiting: 'doubt',
  held: 'doubt',
  'pin-required': 'person',
};

const SIGNS: Readonly<Record<Tone, string>> = {
  approved: '✓',
  declined: '✕',
  doubt: '?',
  person: '→',
  neutral: '·',
};

/** The host's answer that asks for the PIN declines nothing for good. */
const PIN_REQUIRED = '70';

export function StateBadge({ state, answerCode }: { readonly state: string; readonly answerCode: string }) {
  const words = useWords();
  const shown = answerCode === PIN_REQUIRED ? 'pin-required' : state;
  const tone = TONES[shown] ?? 'neutral';
  return (
    <span className={`state ${tone}`}>
      <span aria-hidden="true">{SIGNS[tone]}</span>
      {words(codeWords(stateTexts, shown))}
    </span>
  );
}
