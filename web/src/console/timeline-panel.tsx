// Where the time of a payment went: six lanes, one bar a step, lengths and places true to scale. A step that
// has a message opens it.

import type { Step } from '@tillgate/server/api';
import { useState } from 'react';
import { microsOf } from '../format/moment.js';
import { useTexts, useWords } from '../language/language.js';
import type { MessageSide } from './message-panel.js';
import { placeSteps } from './place-steps.js';
import { laneTexts, transactionTexts } from './transaction-texts.js';

interface Props {
  readonly steps: readonly Step[];
  readonly onOpenMessage: (side: MessageSide) => void;
}

export function TimelinePanel({ steps, onOpenMessage }: Props) {
  const say = useTexts(transactionTexts);
  const [marked, setMarked] = useState<number>();
  const { placed, totalMicros } = placeSteps(steps);
  return (
    <section>
      <div className="section-head">
        <h2>{say('timeline')}</h2>
        {steps.length > 0 && <span className="faint">{say('total', { micros: microsOf(totalMicros) })}</span>}
      </div>
      {steps.length === 0 ? (
        <p className="faint">{say('noTimeline')}</p>
      ) : (
        <>
          <Lanes placed={placed} marked={marked} onMark={setMarked} />
          <StepList {...{ placed, marked, onOpenMessage }} onMark={setMarked} />
        </>
      )}
    </section>
  );
}

type Placed = ReturnType<typeof placeSteps>['placed'];

interface MarkProps {
  readonly placed: Placed;
  readonly marked: number | undefined;
  readonly onMark: (at: number | undefined) => void;
}

const LANES = Object.keys(laneTexts) as Array<keyof typeof laneTexts>;

function Lanes({ placed, marked, onMark }: MarkProps) {
  const say = useTexts(laneTexts);
  return (
    <div className="lanes" aria-hidden="true">
      {LANES.map((lane) => (
        <div key={lane} className="lane">
          <span>{say(lane)}</span>
          <div className="lane-track">
            {placed
              .filter(({ step }) => step.station === lane)
              .map(({ at, startShare, share }) => (
                // biome-ignore lint/a11y/noStaticElementInteractions: the list of steps below says the same
                <i
                  key={at}
                  className={at === marked ? 'marked' : undefined}
                  style={{ left: `${startShare * 100}%`, width: `${share * 100}%` }}
                  onMouseEnter={() => onMark(at)}
                  onMouseLeave={() => onMark(undefined)}
                />
              ))}
          </div>
        </div>
      ))}
    </div>
  );
}

function StepList({ placed, marked, onMark, onOpenMessage }: MarkProps & Pick<Props, 'onOpenMessage'>) {
  const say = useTexts(transactionTexts);
  const sayLane = useTexts(laneTexts);
  const words = useWords();
  return (
    <ol className="steps">
      {placed.map(({ at, step }) => (
        <li
          key={at}
          className={at === marked ? 'marked' : undefined}
          onMouseEnter={() => onMark(at)}
          onMouseLeave={() => onMark(undefined)}
        >
          <span className="step-lane">{sayLane(step.station)}</span>
          <span>{words(step.words)}</span>
          {step.message && (
            <button
              className="button small"
              type="button"
              onClick={() => step.message && onOpenMessage(step.message)}
            >
              {say(step.message === 'request' ? 'openRequest' : 'openAnswer')}
            </button>
          )}
          <span className="number">{microsOf(step.micros)}</span>
        </li>
      ))}
    </ol>
  );
}
