// The pages inside: the list with its drawer, one transaction, payments in doubt, settlements, the books, policies,
// the key map, terminals, suspects, causes, the message lab, the fault laboratory. Card data carries a watermark.

import type { Me } from '@tillgate/server/api';
import { lazy, Suspense } from 'react';
import { type Address, useAddress } from './address.js';
import { BooksPage } from './books-page.js';
import { CausesPage } from './causes-page.js';
import { DoubtPage } from './doubt-page.js';
import { FaultPage } from './fault-page.js';
import { KeysPage } from './keys-page.js';
import { PolicyPage } from './policy-page.js';
import { SettlementsPage } from './settlements-page.js';
import { SuspectsPage } from './suspects-page.js';
import { TerminalsPage } from './terminals-page.js';
import { TopBar } from './top-bar.js';
import { TransactionPage } from './transaction-page.js';
import { TransactionsPage } from './transactions-page.js';
import { Watermark } from './watermark.js';

/** It brings the codec and all its dialects: fetched when it is opened. */
const LabPage = lazy(() => import('../lab/lab-page.js'));

export function ConsolePages(props: {
  readonly me: Me;
  readonly onSignOut: () => void;
  readonly onSessionEnd: () => void;
}) {
  const address = useAddress();
  return (
    <>
      <TopBar me={props.me} onSignOut={props.onSignOut} page={address.page} />
      <Page address={address} onSessionEnd={props.onSessionEnd} />
      {address.page !== 'books' && <Watermark name={props.me.name} />}
    </>
  );
}

function Page({ address, onSessionEnd }: { readonly address: Address; readonly onSessionEnd: () => void }) {
  const { rrn, page, search = '', open } = address;
  if (page === 'books') return <BooksPage onSessionEnd={onSessionEnd} />;
  if (page === 'settlements') return <SettlementsPage open={open} onSessionEnd={onSessionEnd} />;
  if (page === 'in-doubt') return <DoubtPage onSessionEnd={onSessionEnd} />;
  if (page === 'policies') return <PolicyPage onSessionEnd={onSessionEnd} />;
  if (page === 'keys') return <KeysPage open={open} onSessionEnd={onSessionEnd} />;
  if (page === 'terminals') return <TerminalsPage open={open} onSessionEnd={onSessionEnd} />;
  if (page === 'suspects') return <SuspectsPage open={open} onSessionEnd={onSessionEnd} />;
  if (page === 'causes') return <CausesPage open={open} onSessionEnd={onSessionEnd} />;
  if (page === 'faults') return <FaultPage onSessionEnd={onSessionEnd} />;
  if (page === 'lab') {
    return (
      <Suspense fallback={<main aria-busy="true" />}>
        <LabPage />
      </Suspense>
    );
  }
  if (rrn !== undefined) return <TransactionPage key={rrn} rrn={rrn} onSessionEnd={onSessionEnd} />;
  return <TransactionsPage search={search} open={open} onSessionEnd={onSessionEnd} />;
}
