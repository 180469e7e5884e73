// The proof of the books: all clear, or every violation with the row that shows it.

import type { BooksProof } from '@tillgate/server/api';
import { useTexts } from '../language/language.js';
import { CopyButton } from './copy-button.js';
import { Failure } from './failure.js';
import { booksTexts } from './transaction-texts.js';
import { usePageAnswer } from './use-page-answer.js';

const VERIFY = 'npx tillgate books verify';

export function BooksPage({ onSessionEnd }: { readonly onSessionEnd: () => void }) {
  const say = useTexts(booksTexts);
  const { answer: proof, error, again } = usePageAnswer<BooksProof>('/api/books', onSessionEnd);
  return (
    <main className="books-page">
      <h1>{say('title')}</h1>
      <p className="lead">{say('lead')}</p>
      {error ? (
        <Failure error={error} again={again} />
      ) : (
        <>
          {proof ? <Proof proof={proof} /> : <p aria-busy="true">{say('proving')}</p>}
          <p className="command">
            <button className="button" type="button" onClick={again}>
              {say('proveAgain')}
            </button>
            <code className="bytes">{VERIFY}</code>
            <CopyButton text={VERIFY} />
          </p>
        </>
      )}
    </main>
  );
}

function Proof({ proof }: { readonly proof: BooksProof }) {
  const say = useTexts(booksTexts);
  const { entries, accounts, violations } = proof;
  if (violations.length === 0) {
    return (
      <div className="verdict good">
        <h2>✓ {say('clear')}</h2>
        <p>{say('clearLead', { entries, accounts })}</p>
      </div>
    );
  }
  return (
    <>
      <div className="verdict bad" role="alert">
        <h2>✕ {say('violations', { count: violations.length })}</h2>
        <p>{say('violationsLead')}</p>
      </div>
      <table className="plain">
        <thead>
          <tr>
            <th>{say('rule')}</th>
            <th>{say('subject')}</th>
            <th>{say('detail')}</th>
          </tr>
        </thead>
        <tbody>
          {violations.map(({ rule, subject, detail }) => (
            <tr key={`${rule} ${subject} ${detail}`}>
              <td>{rule}</td>
              <td className="bytes">{subject}</td>
              <td className="bytes">{detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
