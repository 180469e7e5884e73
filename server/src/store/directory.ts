// The parties a payment names: terminals, merchants, issuers, BINs, and what a card needs before it is locked.
// Memory is only a cache: a terminal or card that changed shows under the lock by its version, and is then
// read again. Look-ups of the same moment go to the database together.

import type { PinReference } from './card-row.js';
import type { Outlast } from './outlast.js';
import type { Sql } from './postgres-store.js';
import type { BinRow, IssuerRow, MerchantRow, Reference, TerminalRow } from './rows.js';
import { cardNamed, READ_ISSUERS, READ_TERMINALS } from './statements.js';

/** What the checks of PIN and cryptogram need of a card before the card itself is locked. */
export interface CardReference {
  readonly pan_hash: string;
  /** First 6 and last 4. */
  readonly pan_masked: string;
  readonly issuer_id: string;
  /** Three digits. */
  readonly sequence: string;
  readonly pin_reference: PinReference;
  readonly code_hash: string | null;
}

/** What every terminal may download: BER-TLV in hexadecimal, in the order it is listed. */
export interface Downloads {
  readonly publicKeys: ReadonlyArray<{
    readonly rid: string;
    readonly key_index: string;
    readonly fields: string;
  }>;
  readonly chipApplications: ReadonlyArray<{ readonly aid: string; readonly fields: string }>;
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
  /** The card whose holder shows, or last showed, this payment code. */
  cardByCode(codeHash: string): Promise<CardReference | undefined>;
  /** The card of the newest transaction with one of these names; never by its authorization code. */
  cardNamedBy(references: readonly Reference[]): Promise<CardReference | undefined>;
  downloads(): Downloads;
  /** Reads merchants, issuers and BINs again. */
  refresh(): Promise<void>;
}

const TERMINALS_KEPT = 100_000;

const CARD_REFERENCE = `c.pan_hash, c.issuer_id, c.sequence, c.pin_reference, c.code_hash,
  c.pan_first6 || repeat('*', c.pan_length - 10) || c.pan_last4 as pan_masked`;

export async function createDirectory(sql: Sql, outlast: Outlast): Promise<Directory> {
  const terminals = new Map<string, TerminalRow>();
  let merchants = new Map<string, MerchantRow>();
  let issuers = new Map<string, IssuerRow>();
  let bins: readonly BinRow[] = [];
  let downloads: Downloads = { publicKeys: [], chipApplications: [] };

  const readTerminals = together<TerminalRow>(outlast, (ids) =>
    sql.unsafe(READ_TERMINALS, [ids], { prepare: true }),
  );
  const readCards = together<CardReference>(outlast, (hashes) =>
    sql.unsafe(
      `select ${CARD_REFERENCE} from card c where pan_hash = any (string_to_array($1::text, chr(31)))`,
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
    async cardByCode(codeHash) {
      const query = `select ${CARD_REFERENCE} from card c where code_hash = $1`;
      const found = await outlast(() => sql.unsafe(query, [codeHash]));
      return found[0] as CardReference | undefined;
    },
    async cardNamedBy(references) {
      const found = await outlast(() => sql.unsafe(cardNamed(CARD_REFERENCE), [JSON.stringify(references)]));
      return found[0] as CardReference | undefined;
    },
    downloads: () => downloads,
    card: (panHash) => readCards(panHash, (one) => one.pan_hash),
    async refresh() {
      const [merchantRows, issuerRows, binRows, publicKeys, chipApplications] = await Promise.all([
        sql.unsafe('select * from merchant') as unknown as Promise<MerchantRow[]>,
        sql.unsafe(READ_ISSUERS) as unknown as Promise<IssuerRow[]>,
        sql.unsafe('select * from bin') as unknown as Promise<BinRow[]>,
        sql.unsafe('select * from ca_public_key order by rid, key_index'),
        sql.unsafe('select * from chip_application order by aid'),
      ]);
      merchants = new Map(merchantRows.map((row) => [row.merchant_id, row]));
      issuers = new Map(issuerRows.map((row) => [row.issuer_id, row]));
      bins = binRows;
      downloads = { publicKeys, chipApplications } as unknown as Downloads;
      terminals.clear();
    },
  };
  await directory.refresh();
  return directory;
}

/** Groups look-ups by key: those that arrive while a question is under way make the next question. */
function together<Row>(
  outlast: Outlast,
  read: (joinedKeys: string) => unknown,
): (key: string, keyOf: (row: Row) => string) => Promise<Row | undefined> {
  let wanted = new Map<string, Array<(row: Promise<Row | undefined>) => void>>();
  let asking = false;

  async function askAll(keyOf: (row: Row) => string): Promise<void> {
    asking = true;
    while (wanted.size > 0) {
      const asked = wanted;
      wanted = new Map();
      const keys = [...asked.keys()].join('\u001f');
      const answer = outlast(() => read(keys) as Promise<readonly Row[]>).then(
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
