// The store's door: the rows, the narrow port for steps, group commit over it, and the look-ups.

export { tellBanksChanged, whenBanksChanged } from './banks-changed.js';
export type * from './card-row.js';
export type * from './cvm-rules.js';
export type { DatabaseConnection, DatabaseServer } from './database-server/index.js';
export { parseDatabaseUrl, runningDatabase, startDatabaseServer } from './database-server/index.js';
export { type CardReference, createDirectory, type Directory, type Downloads } from './directory.js';
export {
  dueForwards,
  FORWARD_WAITS_AT_MOST_MS,
  forgottenQuestions,
  meetOutsideCard,
  type OutsideCard,
  oldHolds,
  type StoredForward,
} from './forwards.js';
export { createGroupCommit, type GroupCommit, type GroupCommitOptions, type Unit } from './group-commit.js';
export { MemoryStore } from './memory-store.js';
export { migrate } from './migrate.js';
export { createOutlast, type Outlast } from './outlast.js';
export { connect, isGone, PostgresStore, type Sql } from './postgres-store.js';
export type * from './rows.js';
export type * from './settlement-rows.js';
export {
  type Changes,
  type LoadedRows,
  type LoadSet,
  type Store,
  StoreFault,
  type TraceRow,
} from './store.js';
export type { Draft } from './working-set.js';
