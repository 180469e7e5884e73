// The key map: each terminal's own key and the working keys under it, by check value and age; behind each line what a
// compromise would take with it, and the button that ends the key.

import type { TerminalKeys } from '@tillgate/server/api';
import { useTexts, useWords } from '../language/language.js';
import { goTo } from './address.js';
import { AnswerPage } from './answer-page.js';
import { KeyRadius } from './keys-radius.js';
import { keysTexts } from './keys-texts.js';
import { ZoneKeysTable } from './keys-zones.js';
import { useNow } from './use-now.js';
import { usePageAnswer } from './use-page-answer.js';
import './keys.css';

const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 10_000;
const COLUMNS = 8;

export function KeysPage(props: { readonly open: string | undefined; readonly onSessionEnd: () => void }) {
  const say = useTexts(keysTexts);
  const asked = usePageAnswer<readonly TerminalKeys[]>('/api/keys', props.onSessionEnd, LOOK_EVERY_MS);
  return (
    <AnswerPage name="keys-page" title={say('title')} lead={say('lead')} asked={asked}>
      {(all) => (
        <>
          <KeyTable all={all} open={props.open} again={asked.again} />
          <ZoneKeysTable open={props.open} />
        </>
      )}
    </AnswerPage>
  );
}

function KeyTable(props: {
  readonly all: readonly TerminalKeys[];
  readonly open: string | undefined;
  readonly again: () => void;
}) {
  const say = useTexts(keysTexts);
  const columns = ['terminal', 'scheme', 'ownKey', 'age', 'due', 'workingKeys', 'uses', 'state'] as const;
  return (
    <table className="plain key-table">
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} className={name === 'uses' ? 'number' : undefined}>
              {say(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.all.map((keys) => (
          <KeyLine
            key={keys.terminalId}
            keys={keys}
            isOpen={keys.terminalId === props.open}
            again={props.again}
          />
        ))}
      </tbody>
    </table>
  );
}

interface LineProps {
  readonly keys: TerminalKeys;
  readonly isOpen: boolean;
  readonly again: () => void;
}

function KeyLine({ keys, isOpen, again }: LineProps) {
  const say = useTexts(keysTexts);
  const words = useWords();
  const now = useNow();
  const { terminalId, own, next, working, messages, scheme } = keys;
  const toggle = (): void =>
    goTo(isOpen ? { page: 'keys' } : { page: 'keys', open: terminalId }, { replace: true });
  return (
    <>
      <tr className={isOpen ? 'chosen' : undefined}>
        <td>
          <button className="key-open" type="button" aria-expanded={isOpen} onClick={toggle}>
            <b className="bytes">{terminalId}</b> {words(keys.merchantName)}
          </button>
        </td>
        <td>
          {scheme.toUpperCase()}
          <span className="faint key-profile">{keys.profile}</span>
        </td>
        <td>
          <span className="bytes">{own.kcv}</span>
          <span className="faint key-profile">
            {own.generation === 0 ? say('notHeld') : `${say('generation')} ${own.generation}`}
          </span>
          {next && (
            <span className="faint key-profile">
              {say('nextKey', { generation: next.generation })} <span className="bytes">{next.kcv}</span>
            </span>
          )}
        </td>
        <td>{say('days', { count: Math.max(0, Math.floor((now - own.createdAt) / DAY_MS)) })}</td>
        <td>
          <time dateTime={new Date(own.dueAt).toISOString()}>{dayOf(own.dueAt)}</time>
        </td>
        <td>{scheme === 'aes-dukpt' ? say('eachMessage') : <WorkingKeys working={working} />}</td>
        <td className="number">{messages ?? working?.uses ?? 0}</td>
        <td>
          <KeyState keys={keys} />
        </td>
      </tr>
      {isOpen && (
        <tr className="key-detail">
          <td colSpan={COLUMNS}>
            <KeyRadius keys={keys} again={again} />
          </td>
        </tr>
      )}
    </>
  );
}

function WorkingKeys({ working }: Pick<TerminalKeys, 'working'>) {
  const say = useTexts(keysTexts);
  if (working === null) return <span className="faint">{say('none')}</span>;
  const { pin, mac, track } = working.kcv;
  return (
    <span className="key-values">
      {say('pin')} <span className="bytes">{pin}</span> {say('mac')} <span className="bytes">{mac}</span>
      {track !== null && (
        <>
          {' '}
          {say('track')} <span className="bytes">{track}</span>
        </>
      )}
      {working.isPending && <span className="faint"> {say('pending')}</span>}
    </span>
  );
}

function KeyState({ keys: { own, working, asksForSignOn } }: { readonly keys: TerminalKeys }) {
  const say = useTexts(keysTexts);
  if (own.isCompromised) return <span className="state declined">{say('compromised')}</span>;
  if (own.isDue) return <span className="state doubt">{say('keyDue')}</span>;
  if (working?.isDue || asksForSignOn) return <span className="state doubt">{say('signOnDue')}</span>;
  return <span className="state approved">{say('good')}</span>;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
