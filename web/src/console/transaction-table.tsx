// The rows of the list. A click opens the drawer, a click with Ctrl the page.

import type { TransactionSummary } from '@tillgate/server/api';
import { agoOf, dateOf, timeOf, ZONE_LABEL } from '../format/moment.js';
import { useLanguage, useTexts, useWords } from '../language/language.js';
import { type Address, linkTo } from './address.js';
import { Amount } from './amount.js';
import { codeWords, kindTexts } from './code-texts.js';
import { consoleTexts } from './console-texts.js';
import { CopyButton } from './copy-button.js';
import { StateBadge } from './state-badge.js';
import type { LiveList } from './use-live-list.js';
import { useNow } from './use-now.js';

interface Props {
  readonly list: LiveList;
  readonly marked: string | undefined;
  readonly open: string | undefined;
  readonly filter: Address;
  readonly show: (rrn: string) => void;
  readonly onHover: (isHovered: boolean) => void;
}

const SKELETON_ROWS = [0, 1, 2, 3, 4, 5, 6, 7];

export function TransactionTable(props: Props) {
  const say = useTexts(consoleTexts);
  const now = useNow();
  const { list } = props;
  return (
    <div className="table-box">
      <table
        className="transactions"
        onMouseEnter={() => props.onHover(true)}
        onMouseLeave={() => props.onHover(false)}
      >
        <thead>
          <tr>
            <th>{say('colTime', { zone: ZONE_LABEL })}</th>
            <th>{say('colKind')}</th>
            <th>{say('colState')}</th>
            <th className="number">{say('colAmount')}</th>
            <th>{say('colCard')}</th>
            <th className="merchant">{say('colTerminal')}</th>
            <th className="reason">{say('colReason')}</th>
            <th>RRN</th>
          </tr>
        </thead>
        <tbody>
          {list.isLoaded
            ? list.rows.map((row) => (
                <Row
                  key={row.rrn}
                  row={row}
                  now={now}
                  isMarked={row.rrn === props.marked}
                  isOpen={row.rrn === props.open}
                  show={props.show}
                />
              ))
            : SKELETON_ROWS.map((one) => (
                <tr key={one}>
                  <td colSpan={8}>
                    <span className="skeleton" />
                  </td>
                </tr>
              ))}
        </tbody>
      </table>
      {list.before !== null && (
        <button className="button quiet" type="button" onClick={list.loadOlder}>
          {say('older')}
        </button>
      )}
    </div>
  );
}

function Row(props: {
  readonly row: TransactionSummary;
  readonly now: number;
  readonly isMarked: boolean;
  readonly isOpen: boolean;
  readonly show: (rrn: string) => void;
}) {
  const { row, now } = props;
  const words = useWords();
  const { language } = useLanguage();
  const openRow = (event: React.MouseEvent): void => {
    if (event.ctrlKey || event.metaKey) open(linkTo({ rrn: row.rrn }), '_blank');
    else props.show(row.rrn);
  };
  return (
    <tr
      data-rrn={row.rrn}
      className={props.isMarked ? 'marked' : undefined}
      aria-selected={props.isOpen}
      onClick={openRow}
    >
      <td title={`${dateOf(row.receivedAt)} ${timeOf(row.receivedAt)} ${ZONE_LABEL}`}>
        {timeOf(row.receivedAt)} <span className="faint ago">{agoOf(row.receivedAt, now, language)}</span>
      </td>
      <td>{words(codeWords(kindTexts, row.kind))}</td>
      <td>
        <StateBadge state={row.state} answerCode={row.answerCode} />{' '}
        <span className="bytes faint">{row.answerCode}</span>
      </td>
      <td className="number">
        <Amount amountMinor={row.amountMinor} currency={row.currency} />
      </td>
      <td className="bytes">{row.panMasked ?? <span className="faint">–</span>}</td>
      <td className="merchant">
        {words(row.merchantName)} <span className="bytes faint ago">{row.terminalId}</span>
      </td>
      <td className="reason">{words(row.reason)}</td>
      <td className="id">
        <a
          className="bytes"
          href={linkTo({ rrn: row.rrn })}
          onClick={(event) => {
            if (!event.ctrlKey && !event.metaKey) event.preventDefault();
            else event.stopPropagation();
          }}
        >
          {row.rrn}
        </a>
        <CopyButton text={row.rrn} />
      </td>
    </tr>
  );
}
