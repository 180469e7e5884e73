// The bank's desk for a card: found by its last digits, its PIN unlocked.

import type { BankCard } from '@tillgate/server/api';
import { type FormEvent, useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { askHost, type HostError, tellHost } from '../session/ask-host.js';
import { policyTexts } from './policy-texts.js';

export function CardDesk() {
  const say = useTexts(policyTexts);
  const words = useWords();
  const [cards, setCards] = useState<readonly BankCard[]>();
  const [error, setError] = useState<HostError>();
  const find = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setError(undefined);
    const last4 = String(new FormData(event.currentTarget).get('last4'));
    askHost<readonly BankCard[]>(`/api/cards?last4=${encodeURIComponent(last4)}`).then(setCards, setError);
  };
  const unlock = (cardId: number): void => {
    tellHost<BankCard>(`/api/cards/${cardId}/unlock-pin`, {}).then(
      (card) => setCards((before) => before?.map((one) => (one.cardId === cardId ? card : one))),
      setError,
    );
  };
  return (
    <section className="card-desk">
      <h2>{say('cardTitle')}</h2>
      <p className="lead">{say('cardLead')}</p>
      <form className="card-find" onSubmit={find}>
        <label className="field">
          <span>{say('last4')}</span>
          <input name="last4" inputMode="numeric" pattern="[0-9]{4}" maxLength={4} required />
        </label>
        <button className="button" type="submit">
          {say('find')}
        </button>
      </form>
      {error && (
        <p className="notice bad" role="alert">
          {words(error.words)}
        </p>
      )}
      {cards?.length === 0 && <p className="faint">{say('noCard')}</p>}
      {cards?.map((card) => (
        <p key={card.cardId}>
          <span className="bytes">{card.panMasked}</span> {words(card.issuerName)}{' '}
          <span className={card.isPinLocked ? 'state declined' : 'faint'}>
            {card.isPinLocked ? say('locked') : say('tries', { count: card.pinTries })}
          </span>{' '}
          {card.isPinLocked && (
            <button className="button small" type="button" onClick={() => unlock(card.cardId)}>
              {say('unlock')}
            </button>
          )}
        </p>
      ))}
    </section>
  );
}
