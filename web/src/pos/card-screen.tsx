// The customer confirms the amount by presenting a card; the tray has the cards.

import { amountDigits } from '../format/amount.js';
import { useTexts, useWords } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { Till } from './till.js';
import { type TaskName, tillTasks, titleOf } from './till-tasks.js';

export function CardScreen({
  task,
  amountMinor,
  till,
}: {
  readonly task: TaskName;
  readonly amountMinor: number | undefined;
  readonly till: Till;
}) {
  const say = useTexts(posTexts);
  const words = useWords();
  usePad((key) => {
    if (key === 'cancel') till.tasks.cancel();
  });
  const { kind, presents } = tillTasks[task];
  const isCode = presents === 'code';
  return (
    <div className="screen">
      {task !== 'sale' && <h1>{words(titleOf(kind))}</h1>}
      {amountMinor !== undefined && (
        <p className="big-amount">
          <small>¥</small>
          {amountDigits(amountMinor)}
        </p>
      )}
      <p className="screen-lead">{say(isCode ? 'presentCode' : 'presentCard')}</p>
      <p className="faint">{say(isCode ? 'presentCodeHint' : 'presentHint')}</p>
    </div>
  );
}
