// Settled batches: both sides' totals, and for one that differs each item with the reason.

import type { Settlement, SettlementSide } from '@tillgate/server/api';
import { amountDigits } from '../format/amount.js';
import { momentOf } from '../format/moment.js';
import { useTexts, useWords } from '../language/language.js';
import { goTo, linkTo } from './address.js';
import { AnswerPage } from './answer-page.js';
import { settlementTexts } from './settlement-texts.js';
import { usePageAnswer } from './use-page-answer.js';
import './settlements.css';

const idOf = ({ terminalId, batch }: Settlement): string => `${terminalId}-${batch}`;

export function SettlementsPage(props: {
  readonly open: string | undefined;
  readonly onSessionEnd: () => void;
}) {
  const say = useTexts(settlementTexts);
  const asked = usePageAnswer<readonly Settlement[]>('/api/settlements', props.onSessionEnd);
  return (
    <AnswerPage name="settlements-page" title={say('title')} lead={say('lead')} asked={asked}>
      {(settlements) =>
        settlements.length === 0 ? (
          <p className="empty">
            {say('empty')} <code className="bytes">npx tillgate terminal settle --terminal 10000001</code>
          </p>
        ) : (
          settlements.map((one) => (
            <Batch key={idOf(one)} settlement={one} isOpen={idOf(one) === props.open} />
          ))
        )
      }
    </AnswerPage>
  );
}

function Batch({ settlement, isOpen }: { readonly settlement: Settlement; readonly isOpen: boolean }) {
  const say = useTexts(settlementTexts);
  const words = useWords();
  const { terminalId, batch, outcome, state, exceptions, settledAt } = settlement;
  const isEqual = outcome === 'equal';
  return (
    <details
      className="batch"
      open={isOpen || undefined}
      onToggle={(event) => {
        if (event.currentTarget.open)
          goTo({ page: 'settlements', open: idOf(settlement) }, { replace: true });
      }}
    >
      <summary>
        <span className={isEqual ? 'state approved' : 'state doubt'}>{say(outcome)}</span>
        <strong>{words(settlement.merchantName)}</strong>
        <span className="bytes">{terminalId}</span>
        <span>
          {say('batch')} <span className="bytes">{batch}</span>
        </span>
        <time dateTime={new Date(settledAt).toISOString()}>{momentOf(settledAt)}</time>
        <span className="faint">{say(state)}</span>
        {exceptions.length > 0 && (
          <span className="doubt">{say('differences', { count: exceptions.length })}</span>
        )}
      </summary>
      <Totals settlement={settlement} />
      {exceptions.length > 0 && <Exceptions exceptions={exceptions} />}
      {!isEqual && exceptions.length === 0 && (
        <p className="faint">{say(state === 'closed' ? 'noDifferences' : 'uploadToCome')}</p>
      )}
    </details>
  );
}

function Totals({ settlement }: { readonly settlement: Settlement }) {
  const say = useTexts(settlementTexts);
  const rows: ReadonlyArray<readonly [name: 'host' | 'terminal', side: SettlementSide]> = [
    ['host', settlement.host.domestic],
    ['terminal', settlement.terminal.domestic],
  ];
  const differs = (side: 'debit' | 'credit', part: 'count' | 'amountMinor'): boolean =>
    settlement.host.domestic[side][part] !== settlement.terminal.domestic[side][part];
  const mark = (side: 'debit' | 'credit', part: 'count' | 'amountMinor'): string =>
    differs(side, part) ? 'number differs' : 'number';
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{say('side')}</th>
          <th className="number">{say('debits')}</th>
          <th className="number">{say('amount')}</th>
          <th className="number">{say('credits')}</th>
          <th className="number">{say('amount')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, { debit, credit }]) => (
          <tr key={name}>
            <td>{say(name)}</td>
            <td className={mark('debit', 'count')}>{debit.count}</td>
            <td className={mark('debit', 'amountMinor')}>{amountDigits(debit.amountMinor)}</td>
            <td className={mark('credit', 'count')}>{credit.count}</td>
            <td className={mark('credit', 'amountMinor')}>{amountDigits(credit.amountMinor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Exceptions({ exceptions }: { readonly exceptions: Settlement['exceptions'] }) {
  const say = useTexts(settlementTexts);
  const words = useWords();
  const amount = (minor: number | null): string => (minor === null ? '–' : amountDigits(minor));
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{say('trace')}</th>
          <th>{say('rrn')}</th>
          <th>{say('card')}</th>
          <th className="number">{say('terminal')}</th>
          <th className="number">{say('host')}</th>
          <th>{say('why')}</th>
        </tr>
      </thead>
      <tbody>
        {exceptions.map((one) => (
          <tr key={one.trace}>
            <td className="bytes">{one.trace}</td>
            <td className="bytes">{one.rrn ? <a href={linkTo({ rrn: one.rrn })}>{one.rrn}</a> : '–'}</td>
            <td className="bytes">{one.panMasked ?? '–'}</td>
            <td className="number">{amount(one.terminalMinor)}</td>
            <td className="number">{amount(one.hostMinor)}</td>
            <td>{words(one.words)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
