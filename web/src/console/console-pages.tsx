// The pages inside: the list with its drawer, one transaction, the books. Card data carries a watermark.

import type { Me } from '@tillgate/server/api';
import { useAddress } from './address.js';
import { BooksPage } from './books-page.js';
import { TopBar } from './top-bar.js';
import { TransactionPage } from './transaction-page.js';
import { TransactionsPage } from './transactions-page.js';
import { Watermark } from './watermark.js';

export function ConsolePages(props: {
  readonly me: Me;
  readonly onSignOut: () => void;
  readonly onSessionEnd: () => void;
}) {
  const address = useAddress();
  const { rrn, page, search = '', open } = address;
  const showsBooks = page === 'books';
  return (
    <>
      <TopBar me={props.me} onSignOut={props.onSignOut} showsBooks={showsBooks} />
      {showsBooks ? (
        <BooksPage onSessionEnd={props.onSessionEnd} />
      ) : rrn === undefined ? (
        <TransactionsPage search={search} open={open} onSessionEnd={props.onSessionEnd} />
      ) : (
        <TransactionPage key={rrn} rrn={rrn} onSessionEnd={props.onSessionEnd} />
      )}
      {!showsBooks && <Watermark name={props.me.name} />}
    </>
  );
}
