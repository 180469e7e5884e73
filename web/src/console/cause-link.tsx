// The name of a cause, as a link to its page; with how sure it is where that is not certain.

import { useTexts } from '../language/language.js';
import { followHere, linkTo } from './address.js';
import { causesTexts } from './causes-texts.js';

export function CauseLink({ id, confidence = 1 }: { readonly id: string; readonly confidence?: number }) {
  const say = useTexts(causesTexts);
  const address = { page: 'causes', open: id };
  return (
    <>
      <a className="cause-link bytes" href={linkTo(address)} onClick={(event) => followHere(event, address)}>
        {id}
      </a>
      {confidence < 1 && (
        <span className="faint"> {say('sure', { percent: Math.round(100 * confidence) })}</span>
      )}
    </>
  );
}
