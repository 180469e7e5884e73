// The postings of a transaction, and their sum, which is zero.

import type { TransactionView } from '@tillgate/server/api';
import { amountDigits, currencySign } from '../format/amount.js';
import { useTexts, useWords } from '../language/language.js';
import { codeWords, purposeTexts } from './code-texts.js';
import { transactionTexts } from './transaction-texts.js';

export function PostingsTable(props: {
  readonly postings: TransactionView['postings'];
  readonly currency: string;
}) {
  const say = useTexts(transactionTexts);
  const words = useWords();
  const { postings, currency } = props;
  const sumMinor = postings.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return (
    <section>
      <div className="section-head">
        <h2>{say('postings')}</h2>
      </div>
      {postings.length === 0 ? (
        <p className="faint">{say('noPostings')}</p>
      ) : (
        <table className="plain">
          <thead>
            <tr>
              <th>{say('account')}</th>
              <th>{say('purpose')}</th>
              <th className="number">
                {say('amount')} {currencySign(currency)}
              </th>
            </tr>
          </thead>
          <tbody>
            {postings.map((one, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: entries are never reordered
              <tr key={at}>
                <td className="bytes">{one.account}</td>
                <td>{words(codeWords(purposeTexts, one.purpose))}</td>
                <td className="number">{amountDigits(one.amountMinor)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={2}>
                {say('sum')}{' '}
                <span className={sumMinor === 0 ? 'state approved' : 'state declined'}>
                  {sumMinor === 0 ? `✓ ${say('balanced')}` : `✕ ${say('unbalanced')}`}
                </span>
              </td>
              <td className="number">{amountDigits(sumMinor)}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  );
}
