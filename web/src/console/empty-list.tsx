// An empty list tells how to fill it.

import { useTexts } from '../language/language.js';
import { goTo } from './address.js';
import { consoleTexts } from './console-texts.js';
import { CopyButton } from './copy-button.js';

const PAY = 'npx tillgate terminal sale --terminal 10000001 --card everyday --amount 12.34';

export function EmptyList({ search }: { readonly search: string }) {
  const say = useTexts(consoleTexts);
  const isFilter = search !== '';
  const command = isFilter ? `npx tillgate tx list --search ${search}` : PAY;
  return (
    <div className="empty">
      <h2>{isFilter ? say('nothingFound', { search }) : say('emptyTitle')}</h2>
      <p>{say(isFilter ? 'nothingFoundLead' : 'emptyLead')}</p>
      <p className="command">
        <code className="bytes">{command}</code>
        <CopyButton text={command} />
      </p>
      {isFilter ? (
        <button className="button" type="button" onClick={() => goTo({})}>
          {say('clear')}
        </button>
      ) : (
        <a className="button first" href="/pos/">
          {say('trainingTerminal')}
        </a>
      )}
    </div>
  );
}
