// The last payments of a terminal with what it took itself, what the line took and what the host took; what is usual
// stands under them.

import type { PaymentTrip, TerminalDiagnosis } from '@tillgate/server/api';
import { timeOf } from '../format/moment.js';
import { useTexts, useWords } from '../language/language.js';
import { followHere, linkTo } from './address.js';
import { codeWords, kindTexts } from './code-texts.js';
import { paymentTimesTexts } from './diagnosis-texts.js';

const PARTS = ['terminalMs', 'networkMs', 'hostMs'] as const;

export function PaymentTimes({ payments, typical }: Pick<TerminalDiagnosis, 'payments' | 'typical'>) {
  const say = useTexts(paymentTimesTexts);
  const words = useWords();
  if (payments.length === 0) return null;
  return (
    <section>
      <h2>{say('title')}</h2>
      <p>{say('lead')}</p>
      <table className="plain payment-times">
        <thead>
          <tr>
            <th>{say('at')}</th>
            <th>{say('payment')}</th>
            <th>{say('kind')}</th>
            {PARTS.map((part) => (
              <th key={part} className="number">
                {say(part)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {payments.map((one) => (
            <tr key={one.rrn}>
              <td className="bytes">{timeOf(one.at)}</td>
              <td>
                <a
                  className="bytes"
                  href={linkTo({ rrn: one.rrn })}
                  onClick={(event) => followHere(event, { rrn: one.rrn })}
                >
                  {one.rrn}
                </a>
              </td>
              <td>{words(codeWords(kindTexts, one.kind))}</td>
              <Times of={one} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th colSpan={3}>{say('typical')}</th>
            <Times of={typical} />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Times({ of }: { readonly of: PaymentTrip }) {
  return PARTS.map((part) => (
    <td key={part} className="number">
      {of[part] === null ? '–' : of[part].toFixed(1)}
    </td>
  ));
}
