// One transaction as a page of its own, with an address to send to a colleague.

import { useTexts } from '../language/language.js';
import { followHere, linkTo } from './address.js';
import { consoleTexts } from './console-texts.js';
import { TransactionView } from './transaction-view.js';

export function TransactionPage(props: { readonly rrn: string; readonly onSessionEnd: () => void }) {
  const say = useTexts(consoleTexts);
  return (
    <main className="transaction-page">
      <a className="button quiet small" href={linkTo({})} onClick={(event) => followHere(event, {})}>
        ← {say('backToList')}
      </a>
      <TransactionView rrn={props.rrn} onSessionEnd={props.onSessionEnd} />
    </main>
  );
}
