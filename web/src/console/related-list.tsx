// What came before and after: original, reversal, the try with the PIN.

import type { TransactionView } from '@tillgate/server/api';
import { useTexts, useWords } from '../language/language.js';
import { followHere, linkTo } from './address.js';
import { codeWords, kindTexts } from './code-texts.js';
import { transactionTexts } from './transaction-texts.js';

const RELATIONS = { original: 'original', reversal: 'reversal', next: 'nextTry' } as const;

export function RelatedList({ related }: { readonly related: TransactionView['related'] }) {
  const say = useTexts(transactionTexts);
  const words = useWords();
  if (related.length === 0) return null;
  return (
    <section>
      <div className="section-head">
        <h2>{say('related')}</h2>
      </div>
      <ul className="related">
        {related.map(({ rrn, kind, relation }) => (
          <li key={rrn}>
            {say(RELATIONS[relation])} · {words(codeWords(kindTexts, kind))}{' '}
            <a className="bytes" href={linkTo({ rrn })} onClick={(event) => followHere(event, { rrn })}>
              {rrn}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
