// A page that only says something: what is the matter, and what helps.

import { useTexts } from '../language/language.js';
import { posTexts } from './pos-texts.js';

export function Notice(props: {
  readonly title: string;
  readonly lead?: string;
  readonly command?: string;
  readonly hasReload?: boolean;
}) {
  const say = useTexts(posTexts);
  return (
    <main className="pos-notice">
      <h1>{props.title}</h1>
      {props.lead && <p>{props.lead}</p>}
      {props.command && <code className="bytes">{props.command}</code>}
      {props.hasReload && (
        <button className="button first" type="button" onClick={() => location.reload()}>
          {say('reload')}
        </button>
      )}
    </main>
  );
}
