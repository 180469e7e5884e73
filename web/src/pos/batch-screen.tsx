// The settlement screen: what the batch holds by type; after the settlement both sides, with what differs marked.

import { type SettlementReport, settlementLines } from '@tillgate/terminal';
import { useState } from 'react';
import { amountDigits } from '../format/amount.js';
import { useTexts, useWords } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { BatchView } from './screen.js';
import { Slip } from './slip.js';
import type { Till } from './till.js';
import { titleOf } from './till-tasks.js';

interface Props {
  readonly batch: BatchView;
  readonly report: SettlementReport | undefined;
  readonly till: Till;
}

export function BatchScreen({ batch, report, till }: Props) {
  const say = useTexts(posTexts);
  const [isPaper, setPaper] = useState(false);
  const close = (): void => till.show({ at: 'amount' });
  const goOn = (): void => {
    if (report === undefined) void till.settle();
    else close();
  };
  usePad((key) => {
    if (key === 'enter') goOn();
    else if (key === 'cancel' || key === 'clear') close();
  });
  return (
    <div className="screen list-screen batch">
      <h1>
        {say(report ? 'settled' : 'settle')} <span className="bytes">{batch.batch}</span>
      </h1>
      {report && <Verdict report={report} />}
      {isPaper && report ? (
        <Slip lines={settlementLines(report)} />
      ) : (
        <>
          {report && <SideTable report={report} />}
          <KindTable batch={batch} />
        </>
      )}
      <div className="screen-keys">
        <button className="button first" type="button" onClick={goOn}>
          {say(report ? 'done' : 'settleNow')}
        </button>
        {report && (
          <button
            className="button"
            type="button"
            // The green key goes on meaning what it says on the first button.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => (isPaper ? print() : setPaper(true))}
          >
            {say('print')}
          </button>
        )}
      </div>
    </div>
  );
}

function Verdict({ report }: { readonly report: SettlementReport }) {
  const say = useTexts(posTexts);
  const isEqual = report.result === 'equal';
  return (
    <>
      <p className={`state ${isEqual ? 'approved' : 'doubt'}`} role="status">
        <span aria-hidden="true">{isEqual ? '✓' : '≠'}</span>
        {say(isEqual ? 'totalsEqual' : 'totalsUnequal')}
      </p>
      {!isEqual && <p className="faint">{say('uploadedItems', { count: report.uploaded })}</p>}
    </>
  );
}

function KindTable({ batch: { byKind } }: { readonly batch: BatchView }) {
  const say = useTexts(posTexts);
  const words = useWords();
  if (byKind.length === 0) return <p className="faint">{say('noVouchers')}</p>;
  return (
    <table className="totals">
      <thead>
        <tr>
          <th scope="col">{say('type')}</th>
          <th scope="col">{say('count')}</th>
          <th scope="col">{say('amount')}</th>
        </tr>
      </thead>
      <tbody>
        {byKind.map(({ kind, count, amountMinor }) => (
          <tr key={kind}>
            <th scope="row">{words(titleOf(kind))}</th>
            <td>{count}</td>
            <td>{amountDigits(amountMinor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const SIDES = ['debit', 'credit'] as const;

function SideTable({ report: { totals, hostTotals } }: { readonly report: SettlementReport }) {
  const say = useTexts(posTexts);
  const classes = (['domestic', 'foreign'] as const).filter(
    (one) => one === 'domestic' || SIDES.some((side) => (totals.foreign?.[side].count ?? 0) > 0),
  );
  return (
    <table className="totals">
      <thead>
        <tr>
          <th scope="col">{say('side')}</th>
          <th scope="col">{say('terminal')}</th>
          <th scope="col">{say('host')}</th>
        </tr>
      </thead>
      <tbody>
        {classes.flatMap((one) =>
          SIDES.map((side) => {
            const [own, host] = [totals[one]?.[side], hostTotals?.[one]?.[side]];
            const isDifferent = own?.amountMinor !== host?.amountMinor || own?.count !== host?.count;
            return (
              <tr key={`${one} ${side}`} className={isDifferent ? 'differs' : undefined}>
                <th scope="row">
                  {say(one === 'domestic' ? side : `${side}Foreign`)}
                  {isDifferent && <small> {say('differs')}</small>}
                </th>
                <td>{sideText(own)}</td>
                <td>{sideText(host)}</td>
              </tr>
            );
          }),
        )}
      </tbody>
    </table>
  );
}

function sideText(side: { readonly amountMinor: number; readonly count: number } | undefined): string {
  return side === undefined ? '–' : `${side.count} · ${amountDigits(side.amountMinor)}`;
}
