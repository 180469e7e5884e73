// The live list with its search box, and the drawer of the open row. The list keeps its place while one is read.

import { useRef, useState } from 'react';
import { goTo } from './address.js';
import { Drawer } from './drawer.js';
import { EmptyList } from './empty-list.js';
import { Failure } from './failure.js';
import { KeyHelp } from './key-help.js';
import { ListBar } from './list-bar.js';
import { TransactionTable } from './transaction-table.js';
import { TransactionView } from './transaction-view.js';
import { useListKeys } from './use-list-keys.js';
import { useLiveList } from './use-live-list.js';

export function TransactionsPage(props: {
  readonly search: string;
  readonly open: string | undefined;
  readonly onSessionEnd: () => void;
}) {
  const { search, open, onSessionEnd } = props;
  const [isHovered, setHovered] = useState(false);
  const [marked, setMarked] = useState<string>();
  const [showsHelp, setShowsHelp] = useState(false);
  const searchBox = useRef<HTMLInputElement>(null);
  const isHeld = isHovered || open !== undefined || marked !== undefined;
  const list = useLiveList(search, isHeld, onSessionEnd);
  const filter = search === '' ? {} : { search };
  const show = (rrn: string): void => goTo({ ...filter, open: rrn });
  const close = (): void => goTo(filter);
  useListKeys({
    rrns: list.rows.map(({ rrn }) => rrn),
    ...{ marked, open, setMarked, show, close, showsHelp, setShowsHelp, searchBox },
  });

  return (
    <main className={open === undefined ? 'list-page' : 'list-page with-drawer'}>
      <ListBar
        key={search}
        {...{ search, searchBox, list, isHeld }}
        onHelp={() => setShowsHelp(true)}
        onRelease={() => {
          setMarked(undefined);
          list.release();
          scrollTo({ top: 0 });
        }}
      />
      {list.error && !list.isLoaded ? (
        <Failure error={list.error} again={() => location.reload()} />
      ) : list.isLoaded && list.rows.length === 0 ? (
        <EmptyList search={search} />
      ) : (
        <TransactionTable {...{ list, marked, open, show, filter }} onHover={setHovered} />
      )}
      {open !== undefined && (
        <Drawer rrn={open} onClose={close}>
          <TransactionView key={open} rrn={open} onSessionEnd={onSessionEnd} />
        </Drawer>
      )}
      {showsHelp && <KeyHelp onClose={() => setShowsHelp(false)} />}
    </main>
  );
}
