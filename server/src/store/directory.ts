// The parties a payment names: terminals, merchants, issuers, BINs, and what a card needs before it is locked.
// Memory is only a cache: a terminal or card that changed shows under the lock by its version, and is then
// read again. Look-ups of the same moment go to the database together.

import type { Sql } from './postgres-store.js';
import type { BinRow, IssuerRow, MerchantRow, PinReference, TerminalRow } from './rows.js';

/** What the PIN check needs of a card before the card itself is locked. */
export interface CardReference {
  readonly pan_hash: string;
  readonly issuer_id: string;
  readonly pin_reference: PinReference;
}

export interface Directory {
  terminal(terminalId: string): Promise<TerminalRow | undefined>;
  /** Puts the row that a commit just wrote in the place of the cached one. */
  remember(terminal: TerminalRow): void;
  /** Drops a cached terminal that turned out to be stale. */
  forget(terminalId: string): void;
  merchant(merchantId: string): MerchantRow | undefined;
  issuer(issuerId: string): IssuerRow | undefined;
  bins(): readonly BinRow[];
  card(panHash: string): Promise<CardReference | undefined>;
  /** Reads merchants, issuers and BINs again. */
  refresh(): Promise<void>;
}

const TERMINALS_KEPT = 100_000;

export async function createDirectory(sql: Sql): Promise<Directory> {
  const terminals = new Map<string, TerminalRow>();
  let merchants = new Map<string, MerchantRow>();
  let issuers = new Map<string, IssuerRow>();
  let bins: readonly BinRow[] = [];

  const readTerminals = together<TerminalRow>((ids) =>
    sql.unsafe('select * from terminal where terminal_id = any (string_to_array($1::text, chr(31)))', [ids], {
      prepare: true,
    }),
  );
  const readCards = together<CardReference>((hashes) =>
    sql.unsafe(
      `select pan_hash, issuer_id, pin_reference from card
       where pan_hash = any (string_to_array($1::text, chr(31)))`,
      [hashes],
      { prepare: true },
    ),
  );

  const directory: Directory = {
    async terminal(terminalId) {
      const kept = terminals.get(terminalId);
      if (kept) return kept;
      const row = await readTerminals(terminalId, (one) => one.terminal_id);
      if (row) directory.remember(row);
      return row;
    },
    remember(row) {
      if (terminals.size >= TERMINALS_KEPT) terminals.clear();
      terminals.set(row.terminal_id, row);
    },
    forget: (terminalId) => void terminals.delete(terminalId),
    merchant: (merchantId) => merchants.get(merchantId),
    issuer: (issuerId) => issuers.get(issuerId),
    bins: () => bins,
    card: (panHash) => readCards(panHash, (one) => one.pan_hash),
    async refresh() {
      const [merchantRows, issuerRows, binRows] = await Promise.all([
        sql.unsafe('select * from merchant') as unknown as Promise<MerchantRow[]>,
        sql.unsafe('select * from issuer') as unknown as Promise<IssuerRow[]>,
        sql.unsafe('select * from bin') as unknown as Promise<BinRow[]>,
      ]);
      merchants = new Map(merchantRows.map((row) => [row.merchant_id, row]));
      issuers = new Map(issuerRows.map((row) => [row.issuer_id, row]));
      bins = binRows;
      terminals.clear();
    },
  };
  await directory.refresh();
  return directory;
}

/** Groups look-ups by key: those that arrive while a question is under way make the next question. */
function together<Row>(
  read: (joinedKeys: string) => unknown,
): (key: string, keyOf: (row: Row) => string) => Promise<Row | undefined> {
  let wanted = new Map<string, Array<(row: Promise<Row | undefined>) => void>>();
  let asking = false;

  async function askAll(keyOf: (row: Row) => string): Promise<void> {
    asking = true;
    while (wanted.size > 0) {
      const asked = wanted;
      wanted = new Map();
      const answer = Promise.resolve(read([...asked.keys()].join('\u001f')) as Promise<readonly Row[]>).then(
        (rows) => new Map(rows.map((row) => [keyOf(row), row])),
      );
      for (const [key, waiters] of asked) {
        for (const resolve of waiters) resolve(answer.then((rows) => rows.get(key)));
      }
      await answer.catch(() => undefined);
    }
    asking = false;
  }

  return (key, keyOf) => {
    // No key of ours holds a control character or a NUL, which the database would not take.
    if (!/^[ -~]+$/.test(key)) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const waiters = wanted.get(key);
      if (waiters) waiters.push(resolve);
      else wanted.set(key, [resolve]);
      if (!asking) void askAll(keyOf);
    });
  };
}
