// What one compromised key takes with it, and the button that ends it: with the terminal's number typed again, since
// the terminal cannot pay afterwards until somebody loads a new key.

import type { TerminalKeys, TerminalKeysDetail } from '@tillgate/server/api';
import { momentOf } from '../format/moment.js';
import { useTexts } from '../language/language.js';
import { useAnswer } from '../session/use-answer.js';
import { AnswerPart } from './answer-page.js';
import { keysTexts } from './keys-texts.js';
import { TypedConfirm } from './typed-confirm.js';

export function KeyRadius(props: { readonly keys: TerminalKeys; readonly again: () => void }) {
  const say = useTexts(keysTexts);
  const { terminalId, own } = props.keys;
  const asked = useAnswer<TerminalKeysDetail>(`/api/keys/${encodeURIComponent(terminalId)}`);
  return (
    <AnswerPart asked={asked}>
      {({ blastRadius: { since, workingKeySets: sets, messages, cardsWithPin: cards } }) => (
        <section className="key-radius">
          <h2>{say('ifCompromised')}</h2>
          <p>{say('radius', { since: momentOf(since), sets, messages, cards })}</p>
          <p>{say('replace')}</p>
          {own.isCompromised ? (
            <p>
              {say('ended')}{' '}
              <code className="bytes">npx tillgate terminal load-key --terminal {terminalId}</code>
            </p>
          ) : (
            <KeyEndForm
              path={`/api/keys/${encodeURIComponent(terminalId)}/compromise`}
              name={terminalId}
              ended={props.again}
            />
          )}
        </section>
      )}
    </AnswerPart>
  );
}

/** The key's name has to be typed again. */
export function KeyEndForm(props: {
  readonly path: string;
  readonly name: string;
  readonly ended: () => void;
}) {
  const { path, name, ended } = props;
  const say = useTexts(keysTexts);
  return (
    <TypedConfirm {...{ path, name }} label={say('typeKey', { name })} button={say('end')} done={ended} />
  );
}
