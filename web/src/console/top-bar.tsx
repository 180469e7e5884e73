// The bar of every console page: where you are, who you are, and the language.

import type { Me } from '@tillgate/server/api';
import { useTexts } from '../language/language.js';
import { LanguageSwitch } from '../language/language-switch.js';
import { type Address, followHere, linkTo } from './address.js';
import { consoleTexts } from './console-texts.js';

export function TopBar(props: {
  readonly me: Me;
  readonly page: Address['page'];
  readonly onSignOut: () => void;
}) {
  const say = useTexts(consoleTexts);
  return (
    <header className="top-bar">
      <a className="brand" href="/">
        <img src="/mark.svg" alt="" />
        Tillgate
      </a>
      <nav>
        <PageLink address={{}} isHere={props.page === undefined} name={say('transactions')} />
        <PageLink address={{ page: 'in-doubt' }} isHere={props.page === 'in-doubt'} name={say('inDoubt')} />
        <PageLink
          address={{ page: 'settlements' }}
          isHere={props.page === 'settlements'}
          name={say('settlements')}
        />
        <PageLink address={{ page: 'books' }} isHere={props.page === 'books'} name={say('books')} />
        <PageLink address={{ page: 'policies' }} isHere={props.page === 'policies'} name={say('policies')} />
        <PageLink address={{ page: 'keys' }} isHere={props.page === 'keys'} name={say('keys')} />
        <PageLink
          address={{ page: 'terminals' }}
          isHere={props.page === 'terminals'}
          name={say('terminals')}
        />
        <PageLink address={{ page: 'suspects' }} isHere={props.page === 'suspects'} name={say('suspects')} />
        <PageLink address={{ page: 'lab' }} isHere={props.page === 'lab'} name={say('lab')} />
        <PageLink address={{ page: 'faults' }} isHere={props.page === 'faults'} name={say('faults')} />
        <a href="/pos/">{say('trainingTerminal')}</a>
      </nav>
      <LanguageSwitch />
      <span className="who">{props.me.name}</span>
      <button className="button quiet small" type="button" onClick={props.onSignOut}>
        {say('signOut')}
      </button>
    </header>
  );
}

function PageLink(props: { readonly address: Address; readonly isHere: boolean; readonly name: string }) {
  return (
    <a
      href={linkTo(props.address)}
      aria-current={props.isHere ? 'page' : undefined}
      onClick={(event) => followHere(event, props.address)}
    >
      {props.name}
    </a>
  );
}
