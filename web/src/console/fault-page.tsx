// The fault laboratory: a bad line for a demo terminal, what is armed now, and what was done.

import type { DemoWorld, LabFaultName, LabView } from '@tillgate/server/api';
import { type FormEvent, useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { useAnswer } from '../session/use-answer.js';
import { followHere, linkTo } from './address.js';
import { Failure } from './failure.js';
import { faultTexts, faultWords } from './fault-texts.js';
import { usePageAnswer } from './use-page-answer.js';

const FAULTS = Object.keys(faultWords) as LabFaultName[];
const LOOK_EVERY_MS = 2000;

export function FaultPage({ onSessionEnd }: { readonly onSessionEnd: () => void }) {
  const say = useTexts(faultTexts);
  const { answer: view, error, again } = usePageAnswer<LabView>('/api/lab', onSessionEnd, LOOK_EVERY_MS);
  const [refused, setRefused] = useState<HostError>();
  const tell = (path: string, content: object): void => {
    setRefused(undefined);
    tellHost<LabView>(path, content).then(again, setRefused);
  };
  return (
    <main className="books-page">
      <h1>{say('title')}</h1>
      <p className="lead">{say('lead')}</p>
      {error?.status === 404 ? (
        <p>{say('noDemo')}</p>
      ) : error ? (
        <Failure error={error} again={again} />
      ) : (
        <>
          <ArmForm arm={(order) => tell('/api/lab', order)} />
          {refused && <Failure error={refused} again={() => setRefused(undefined)} />}
          {view && <Armed view={view} disarm={(terminalId) => tell('/api/lab/disarm', { terminalId })} />}
          {view && <Done view={view} />}
        </>
      )}
    </main>
  );
}

function ArmForm({ arm }: { readonly arm: (order: object) => void }) {
  const say = useTexts(faultTexts);
  const words = useWords();
  const { answer: world } = useAnswer<DemoWorld>('/api/demo');
  const [fault, setFault] = useState<LabFaultName>('answer-lost');
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    arm({ terminalId: form.get('terminalId'), fault, times: Number(form.get('times')) });
  };
  return (
    <form className="fault-form" onSubmit={submit}>
      <label>
        {say('terminal')}
        <select name="terminalId">
          {world?.terminals.map(({ terminalId, merchantName }) => (
            <option key={terminalId} value={terminalId}>
              {terminalId} {words(merchantName)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say('fault')}
        <select value={fault} onChange={(event) => setFault(event.target.value as LabFaultName)}>
          {FAULTS.map((name) => (
            <option key={name} value={name}>
              {words(faultWords[name].name)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say('times')}
        <input name="times" type="number" min={1} max={100} defaultValue={1} />
      </label>
      <button className="button first" type="submit" disabled={!world}>
        {say('arm')}
      </button>
      <p className="fault-does">{words(faultWords[fault].does)}</p>
    </form>
  );
}

interface ArmedProps {
  readonly view: LabView;
  readonly disarm: (terminalId: string) => void;
}

function Armed({ view, disarm }: ArmedProps) {
  const say = useTexts(faultTexts);
  const words = useWords();
  return (
    <section aria-live="polite">
      <h2>{say('armed')}</h2>
      {view.armed.length === 0 && <p>{say('nothingArmed')}</p>}
      <ul className="fault-list">
        {view.armed.map(({ terminalId, fault, timesLeft, until }) => (
          <li key={terminalId} className="fault-armed">
            <b className="bytes">{terminalId}</b> {words(faultWords[fault].name)}
            <span>{say('timesLeft', { count: timesLeft, time: clockTime(until) })}</span>
            <button className="button quiet small" type="button" onClick={() => disarm(terminalId)}>
              {say('disarm')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Done({ view }: { readonly view: LabView }) {
  const say = useTexts(faultTexts);
  const words = useWords();
  if (view.done.length === 0) return null;
  return (
    <section>
      <h2>{say('done')}</h2>
      <ul className="fault-list">
        {view.done.map(({ at, terminalId, fault }) => (
          <li key={`${at} ${terminalId}`}>
            <span className="bytes">{clockTime(at)}</span> <b className="bytes">{terminalId}</b>{' '}
            {words(faultWords[fault].name)}{' '}
            <a
              href={linkTo({ search: terminalId })}
              onClick={(event) => followHere(event, { search: terminalId })}
            >
              {say('seeTransactions')}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function clockTime(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
