// The state of the terminal: sign-on, batch, what is pending, and its keys by their check values.

import type { TerminalStatus } from '@tillgate/terminal';
import { amountDigits } from '../format/amount.js';
import { useTexts } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { Till } from './till.js';

export function StatusScreen({
  till,
  status,
}: {
  readonly till: Till;
  readonly status: TerminalStatus | undefined;
}) {
  const say = useTexts(posTexts);
  usePad((key) => {
    if (key !== 'enter') till.show({ at: 'menu', menu: 'manage' });
  });
  if (!status) return null;
  const { batchTotals, pendingReversal, keyCheckValues: keys } = status;
  const signOnDate = status.signOnDate?.replace(/^(....)(..)(..)$/, '$1-$2-$3') ?? '';
  const rows: ReadonlyArray<readonly [string, string]> = [
    [say('signOn'), status.signedOn ? `${say('signedOn')} ${signOnDate}` : say('signedOff')],
    [say('batch'), status.batch],
    [say('nextTrace'), status.nextTrace],
    [
      say('totals'),
      say('totalsOf', { count: batchTotals.count, amount: `¥${amountDigits(batchTotals.amountMinor)}` }),
    ],
    [say('reversal'), pendingReversal?.trace ?? say('none')],
    [say('waitingAdvices'), status.waitingAdvices === 0 ? say('none') : String(status.waitingAdvices)],
    [say('chipData'), `${status.publicKeys} / ${status.chipApplications}`],
    [say('incidents'), status.incidents === 0 ? say('none') : String(status.incidents)],
    [say('keyCheck', { key: 'TMK' }), keys.tmk],
    [say('keyCheck', { key: 'TPK' }), keys.pinKey ?? '–'],
    [say('keyCheck', { key: 'TAK' }), keys.macKey ?? '–'],
    [say('keyCheck', { key: 'TDK' }), keys.trackKey ?? '–'],
  ];
  return (
    <div className="screen">
      <h1>{say('status')}</h1>
      <dl className="numbers">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <button className="button" type="button" onClick={() => till.show({ at: 'menu', menu: 'manage' })}>
        {say('back')}
      </button>
    </div>
  );
}
