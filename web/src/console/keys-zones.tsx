// Keys shared with banks: a line for each generation, and behind the live one what a compromise would take with it,
// the exchange of a new key, and the end of this one by two people.

import type { ZoneKeys, ZoneKeysDetail } from '@tillgate/server/api';
import { useState } from 'react';
import { momentOf } from '../format/moment.js';
import { useTexts, useWords } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { useAnswer } from '../session/use-answer.js';
import { goTo } from './address.js';
import { AnswerPart } from './answer-page.js';
import { Failure } from './failure.js';
import { KeyEndForm } from './keys-radius.js';
import { keysTexts } from './keys-texts.js';
import { TableHead } from './table-head.js';

const COLUMNS = ['bank', 'role', 'generation', 'checkValue', 'since', 'due', 'state'] as const;

export function ZoneKeysTable({ open }: { readonly open: string | undefined }) {
  const say = useTexts(keysTexts);
  const asked = useAnswer<readonly ZoneKeys[]>('/api/zone-keys');
  return (
    <section className="zone-keys">
      <h2>{say('zones')}</h2>
      <AnswerPart asked={asked}>
        {(all) => (
          <table className="plain key-table">
            <TableHead names={COLUMNS} say={say} />
            <tbody>
              {all.map((keys) => (
                <ZoneKeyLines
                  key={nameOf(keys)}
                  keys={keys}
                  isOpen={open === nameOf(keys)}
                  again={asked.again}
                />
              ))}
            </tbody>
          </table>
        )}
      </AnswerPart>
    </section>
  );
}

interface LinesProps {
  readonly keys: ZoneKeys;
  readonly isOpen: boolean;
  readonly again: () => void;
}

function ZoneKeyLines({ keys, isOpen, again }: LinesProps) {
  const say = useTexts(keysTexts);
  const words = useWords();
  const name = nameOf(keys);
  const toggle = (): void =>
    goTo(isOpen ? { page: 'keys' } : { page: 'keys', open: name }, { replace: true });
  const { live, earlier } = keys;
  const all = live ? [live, ...earlier] : earlier;
  return (
    <>
      {all.map((one, at) => (
        <tr key={one.generation} className={isOpen ? 'chosen' : undefined}>
          <td>
            {at === 0 && (
              <button className="key-open" type="button" aria-expanded={isOpen} onClick={toggle}>
                <b className="bytes">{keys.issuerId}</b> {words(keys.issuerName)}
              </button>
            )}
          </td>
          <td>{say(keys.role)}</td>
          <td>{one.generation}</td>
          <td className="bytes">{one.kcv}</td>
          <td>{dayOf(one.createdAt)}</td>
          <td>{one === live ? dayOf(live.dueAt) : ''}</td>
          <td>
            {one === live ? (
              <span className={`state ${live.isDue ? 'doubt' : 'approved'}`}>
                {say(live.isDue ? 'zoneDue' : 'live')}
              </span>
            ) : (
              <span className={`state ${one.state === 'compromised' ? 'declined' : ''}`}>
                {say(one.state)}
              </span>
            )}
          </td>
        </tr>
      ))}
      {isOpen && (
        <tr className="key-detail">
          <td colSpan={COLUMNS.length}>
            <ZoneKeyDetail keys={keys} again={again} />
          </td>
        </tr>
      )}
    </>
  );
}

function ZoneKeyDetail({ keys, again }: Omit<LinesProps, 'isOpen'>) {
  const say = useTexts(keysTexts);
  const { issuerId, role, live } = keys;
  const path = `/api/zone-keys/${issuerId}/${role}`;
  const asked = useAnswer<ZoneKeysDetail>(path);
  const isOfZone = role === 'zpk' || role === 'zone-master';
  const replace = { zpk: 'zoneReplace', 'zone-master': 'zoneMasterReplace' } as const;
  return (
    <AnswerPart asked={asked}>
      {({ blastRadius: { since, ...counts } }) => (
        <section className="key-radius">
          <h2>{say('ifCompromised')}</h2>
          <p>
            {isOfZone
              ? say('zoneRadius', { since: momentOf(since), ...counts })
              : say('cardsRadius', { cards: counts.cards })}
          </p>
          <p>{say(isOfZone ? replace[role] : 'twoPeople')}</p>
          {role !== 'zpk' && (!live || role === 'zone-master') && (
            <p className="bytes">{say('bring', { name: nameOf(keys) })}</p>
          )}
          {role === 'zpk' && <RotateButton path={`${path}/rotate`} done={again} />}
          {live && <KeyEndForm path={`${path}/compromise`} name={nameOf(keys)} ended={again} />}
        </section>
      )}
    </AnswerPart>
  );
}

function RotateButton({ path, done }: { readonly path: string; readonly done: () => void }) {
  const say = useTexts(keysTexts);
  const [refused, setRefused] = useState<HostError>();
  const rotate = (): void => void tellHost(path, {}).then(done, setRefused);
  return (
    <>
      <button className="button" type="button" onClick={rotate}>
        {say('rotate')}
      </button>
      {refused && <Failure error={refused} again={() => setRefused(undefined)} />}
    </>
  );
}

function nameOf({ issuerId, role }: ZoneKeys): string {
  return `${issuerId}/${role}`;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
