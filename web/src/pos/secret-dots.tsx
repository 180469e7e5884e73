// A secret being typed: its length as dots, said aloud as a number, never a digit.

import { useTexts } from '../language/language.js';
import { posTexts } from './pos-texts.js';

export function SecretDots({ length }: { readonly length: number }) {
  const say = useTexts(posTexts);
  return (
    <p className="dots">
      <span aria-hidden="true">{'●'.repeat(length)}</span>
      <span className="unseen" role="status">
        {say('digitsEntered', { count: length })}
      </span>
    </p>
  );
}
