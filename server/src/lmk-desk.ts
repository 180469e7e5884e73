// The change of the local master key as staff carry it out on a running host: components by different people, the new
// key live, every stored block re-wrapped while payments go on, the old key retired once nothing needs it.

import { type Hsm, LMK_CEREMONY } from './hsm/index.js';
import type { KeyComponents, SealedKeyComponent } from './http/api.js';
import { Fault } from './kernel/fault.js';
import type { Sql } from './store/index.js';

export interface LmkState {
  readonly live: string;
  /** Those that still open blocks. */
  readonly others: readonly string[];
  /** Stored blocks that are not under the live one yet. */
  readonly blocksLeft: number;
}

export interface LmkDesk {
  state(): Promise<LmkState>;
  begin(officer: string, components: 2 | 3): Promise<KeyComponents>;
  /** Of the one that is under way. */
  ceremony(): KeyComponents | undefined;
  enter(
    officer: string,
    component: SealedKeyComponent,
  ): Promise<{ checkValue: string; entered: number; wanted: number; total: string }>;
  /** Makes a key live and re-wraps every stored block; done again, it goes on where it was stopped. */
  activate(officer: string, checkValue: string): Promise<LmkState>;
  /** Fault TG_LMK_IN_USE while a stored block needs it. */
  retire(officer: string, checkValue: string): Promise<LmkState>;
}

export interface LmkDeskPorts {
  readonly sql: Sql;
  hsmFor(who: string): Hsm;
  /** The host's caches of rows with keys are out of date. */
  refresh(): Promise<void>;
}

/** Tables whose rows hold key blocks, in any column. A row's `version` tells caches that it changed. */
const KEY_TABLES = [
  { table: 'issuer', key: 'issuer_id', versioned: false },
  { table: 'terminal', key: 'terminal_id', versioned: true },
] as const;
type KeyTable = (typeof KEY_TABLES)[number];
type Row = Record<string, unknown>;

const OFFICER = 'officer:';
const ROWS_AT_ONCE = 8;

export function createLmkDesk({ sql, hsmFor, refresh }: LmkDeskPorts): LmkDesk {
  let ceremony: KeyComponents | undefined;
  const as = (officer: string): Hsm => hsmFor(`${OFFICER}${officer}`);
  const state = async (): Promise<LmkState> => {
    const { lmkCheckValue: live, otherLmks: others } = await hsmFor('host').status();
    let blocksLeft = 0;
    for (const one of KEY_TABLES) {
      const rows = (await sql.unsafe(`select * from ${one.table}`)) as readonly Row[];
      for (const row of rows) blocksLeft += blocksIn(row).filter((block) => !isUnder(block, live)).length;
    }
    return { live, others, blocksLeft };
  };
  return {
    state,
    async begin(officer, components) {
      const { publicKey } = await as(officer).beginLmk({ components });
      ceremony = { label: LMK_CEREMONY, publicKey: Buffer.from(publicKey).toString('base64') };
      return ceremony;
    },
    ceremony: () => ceremony,
    async enter(officer, { ephemeralKey, sealed, checkValue }) {
      const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
      const entered = await as(officer).enterLmkComponent({
        ...{ officer, checkValue, ephemeralKey: bytesOf(ephemeralKey), sealed: bytesOf(sealed) },
      });
      if (entered.total !== '') ceremony = undefined;
      return entered;
    },
    async activate(officer, checkValue) {
      const hsm = as(officer);
      if ((await hsm.status()).lmkCheckValue !== checkValue) await hsm.activateLmk({ checkValue });
      for (const one of KEY_TABLES) await rewrapTable(sql, hsm, one, checkValue);
      await refresh();
      return state();
    },
    async retire(officer, checkValue) {
      // Also where no re-wrapping looked: a table that nobody told of must not lose its keys.
      const holder = await tableWith(sql, `KP0C01${checkValue}`);
      const { blocksLeft } = await state();
      if (holder !== undefined || blocksLeft > 0) {
        throw new Fault('TG_LMK_IN_USE', `stored keys are still under it${holder ? `, in ${holder}` : ''}`);
      }
      await refresh();
      await as(officer).retireLmk({ checkValue });
      return state();
    },
  };
}

async function rewrapTable(sql: Sql, hsm: Hsm, one: KeyTable, live: string): Promise<void> {
  const rows = (await sql.unsafe(`select * from ${one.table} order by ${one.key}`)) as readonly Row[];
  const left = rows.filter((row) => blocksIn(row).some((block) => !isUnder(block, live)));
  for (let at = 0; at < left.length; at += ROWS_AT_ONCE) {
    const some = left.slice(at, at + ROWS_AT_ONCE);
    await Promise.all(some.map((row) => rewrapRow(sql, hsm, one, row[one.key], live)));
  }
}

/** Under the row's lock, so that a sign-on of the same moment is not undone. */
async function rewrapRow(sql: Sql, hsm: Hsm, one: KeyTable, id: unknown, live: string): Promise<void> {
  await sql.begin(async (step) => {
    const [row] = (await step.unsafe(`select * from ${one.table} where ${one.key} = $1 for update`, [
      String(id),
    ])) as readonly Row[];
    if (!row) return;
    const fresh = new Map<string, string>();
    for (const block of blocksIn(row)) {
      if (!isUnder(block, live)) fresh.set(block, (await hsm.rewrapKey({ block })).block);
    }
    for (const [column, value] of Object.entries(row)) {
      const changed = replaced(value, fresh);
      if (changed === value) continue;
      const isJson = typeof changed === 'object';
      await step.unsafe(
        `update ${one.table} set ${column} = $2${isJson ? '::text::json' : ''} where ${one.key} = $1`,
        [String(id), isJson ? JSON.stringify(changed) : String(changed)],
      );
    }
    if (one.versioned && fresh.size > 0) {
      await step.unsafe(`update ${one.table} set version = version + 1 where ${one.key} = $1`, [String(id)]);
    }
  });
}

/** Every key block in a value, however deep. */
function blocksIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return isBlock(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(blocksIn);
}

/** The value itself where nothing in it was replaced. */
function replaced(value: unknown, fresh: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return fresh.get(value) ?? value;
  if (typeof value !== 'object' || value === null || blocksIn(value).every((block) => !fresh.has(block))) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaced(part, fresh)]));
}

/** X9.143 version D with the length that it states. */
function isBlock(text: string): boolean {
  return /^D[0-9]{4}[A-Z][0-9][A-Z0-9]{2}/.test(text) && Number(text.slice(1, 5)) === text.length;
}

function isUnder(block: string, checkValue: string): boolean {
  return block.includes(`KP0C01${checkValue}`);
}

/** The first table of this database with this text in any row. */
async function tableWith(sql: Sql, text: string): Promise<string | undefined> {
  const tables = await sql.unsafe(
    `select table_name from information_schema.tables where table_schema = current_schema() and
     table_type = 'BASE TABLE'`,
  );
  for (const { table_name: table } of tables) {
    const [found] = await sql.unsafe(`select 1 from "${table}" t where t::text like $1 limit 1`, [
      `%${text}%`,
    ]);
    if (found) return String(table);
  }
  return undefined;
}
