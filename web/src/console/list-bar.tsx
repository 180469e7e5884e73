// Above the list: the one search box, what is new, and how fresh the page is.

import { type FormEvent, type RefObject, useState } from 'react';
import { timeOf } from '../format/moment.js';
import { useTexts } from '../language/language.js';
import { goTo } from './address.js';
import { consoleTexts } from './console-texts.js';
import { SEARCH_LENGTHS } from './live-rows.js';
import type { LiveList } from './use-live-list.js';

interface Props {
  readonly search: string;
  readonly searchBox: RefObject<HTMLInputElement | null>;
  readonly list: LiveList;
  readonly isHeld: boolean;
  readonly onRelease: () => void;
  readonly onHelp: () => void;
}

export function ListBar(props: Props) {
  const say = useTexts(consoleTexts);
  const { list } = props;
  return (
    <div className="list-bar">
      <SearchBox search={props.search} searchBox={props.searchBox} />
      <div className="list-news" aria-live="polite">
        {list.waiting.length > 0 && (
          <button className="button first small" type="button" onClick={props.onRelease}>
            ↑ {say('waiting', { count: list.waiting.length })}
          </button>
        )}
      </div>
      <Freshness list={list} isHeld={props.isHeld} />
      <button className="button quiet small" type="button" onClick={props.onHelp}>
        <kbd>?</kbd> {say('help')}
      </button>
    </div>
  );
}

function SearchBox({ search, searchBox }: Pick<Props, 'search' | 'searchBox'>) {
  const say = useTexts(consoleTexts);
  const [typed, setTyped] = useState(search);
  const [isShort, setShort] = useState(false);
  const apply = (text: string): void => {
    const isWhole = text === '' || SEARCH_LENGTHS.includes(text.length);
    setShort(!isWhole);
    if (isWhole) goTo(text === '' ? {} : { search: text });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    apply(typed.trim());
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: the element search is younger than some browsers in use
    <form className="search" role="search" onSubmit={submit}>
      <input
        ref={searchBox}
        type="search"
        value={typed}
        maxLength={20}
        spellCheck={false}
        autoComplete="off"
        aria-label={say('search')}
        aria-describedby="search-hint"
        placeholder={say('search')}
        onChange={({ target }) => {
          setTyped(target.value);
          setShort(false);
          if (target.value === '') apply('');
        }}
      />
      <kbd>/</kbd>
      <span id="search-hint" className={isShort ? 'search-hint bad' : 'search-hint'}>
        {say(isShort ? 'searchLength' : 'searchHint')}
      </span>
    </form>
  );
}

function Freshness({ list, isHeld }: Pick<Props, 'list' | 'isHeld'>) {
  const say = useTexts(consoleTexts);
  const shown = list.line === 'live' && isHeld ? 'paused' : list.line;
  return (
    <span className={`freshness ${shown}`} role="status">
      <i aria-hidden="true" />
      {say(shown)}
      {list.freshAt !== undefined && (
        <span className="faint"> {say('asOf', { time: timeOf(list.freshAt) })}</span>
      )}
    </span>
  );
}
