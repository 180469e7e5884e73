// The programs that terminals may run: marked as known and withdrawn by administrators, each step with who did it.
// What a terminal reports that nobody knows stands in the form already.

import type { KnownSoftware, SoftwareStep, TerminalDiagnosis } from '@tillgate/server/api';
import { type FormEvent, useState } from 'react';
import { momentOf } from '../format/moment.js';
import { useTexts } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { useAnswer } from '../session/use-answer.js';
import { AnswerPart } from './answer-page.js';
import { Failure } from './failure.js';
import { softwareTexts } from './software-texts.js';
import { TableHead } from './table-head.js';

const PATH = '/api/known-software';
const COLUMNS = ['hash', 'name', 'knownBy', 'at', 'step'] as const;

export function KnownSoftwarePanel({ reported }: { readonly reported: TerminalDiagnosis['software'] }) {
  const say = useTexts(softwareTexts);
  const known = useAnswer<readonly KnownSoftware[]>(PATH);
  const steps = useAnswer<readonly SoftwareStep[]>(`${PATH}/steps`);
  const [refused, setRefused] = useState<HostError>();
  const tell = (path: string, content: object): void => {
    setRefused(undefined);
    const done = (): void => {
      known.again();
      steps.again();
    };
    tellHost(path, content).then(done, setRefused);
  };
  const isNew = reported && known.answer?.every(({ hash }) => hash !== reported.hash);
  const offered = isNew ? reported : undefined;
  return (
    <section className="diagnosis known-software">
      <h2>{say('title')}</h2>
      <p>{say('lead')}</p>
      <AnswerPart asked={known}>
        {(all) =>
          all.length === 0 ? (
            <p className="faint">{say('none')}</p>
          ) : (
            <SoftwareTable all={all} withdraw={(hash) => tell(`${PATH}/${hash}/withdraw`, {})} />
          )
        }
      </AnswerPart>
      <SoftwareForm key={offered?.hash} offered={offered} mark={(software) => tell(PATH, software)} />
      {refused && <Failure error={refused} again={() => setRefused(undefined)} />}
      <Steps steps={steps.answer ?? []} />
    </section>
  );
}

function SoftwareTable(props: {
  readonly all: readonly KnownSoftware[];
  readonly withdraw: (hash: string) => void;
}) {
  const say = useTexts(softwareTexts);
  return (
    <table className="plain">
      <TableHead names={COLUMNS} say={say} />
      <tbody>
        {props.all.map(({ hash, name, knownBy, at }) => (
          <tr key={hash} data-hash={hash}>
            <td className="bytes">{hash}</td>
            <td>{name}</td>
            <td>{knownBy}</td>
            <td>{momentOf(at)}</td>
            <td>
              <button className="button small" type="button" onClick={() => props.withdraw(hash)}>
                {say('withdraw')}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SoftwareForm(props: {
  readonly offered: TerminalDiagnosis['software'] | undefined;
  readonly mark: (software: Pick<KnownSoftware, 'hash' | 'name'>) => void;
}) {
  const say = useTexts(softwareTexts);
  const [hash, setHash] = useState(props.offered?.hash ?? '');
  const [name, setName] = useState(props.offered?.version ?? '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.mark({ hash, name });
  };
  return (
    <form className="key-end" onSubmit={submit}>
      <label className="field">
        <span>{say('hash')}</span>
        <input
          className="bytes"
          {...{ name: 'hash', value: hash, pattern: '[0-9a-f]{16}', required: true, autoComplete: 'off' }}
          onChange={(event) => setHash(event.target.value)}
        />
      </label>
      <label className="field">
        <span>{say('name')}</span>
        <input
          {...{ name: 'name', value: name, maxLength: 80, required: true, autoComplete: 'off' }}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <button className="button" type="submit">
        {say('mark')}
      </button>
    </form>
  );
}

function Steps({ steps }: { readonly steps: readonly SoftwareStep[] }) {
  const say = useTexts(softwareTexts);
  if (steps.length === 0) return null;
  return (
    <>
      <h3>{say('steps')}</h3>
      <ol className="plain">
        {steps.map(({ at, hash, name, what, by }) => (
          <li key={`${at} ${hash} ${what}`}>
            {momentOf(at)} · {say(`step_${what}`)} · {name} <span className="bytes">{hash}</span> · {by}
          </li>
        ))}
      </ol>
    </>
  );
}
