// The lines of a backup: a head, for each table its name and columns followed by its rows as JSON, one a line, then
// what ends them, then the sequences, and a last line with the SHA-256 of every byte before it.

export const FORMAT = 'tillgate-backup-1';

export interface BackupHead {
  readonly format: typeof FORMAT;
  /** Milliseconds since 1970 UTC. */
  readonly takenAt: number;
  readonly migrations: readonly string[];
}

export interface TableHead {
  readonly table: string;
  readonly columns: readonly string[];
}

export interface BackupSequences {
  readonly sequences: Readonly<Record<string, number>>;
}

export interface BackupEnd {
  readonly sha256: string;
}

/** Ends the rows of a table: no JSON. */
export const END_OF_ROWS = '\\.';
/** Kept by the one who restores, never by the file. */
export const LEFT_OUT: ReadonlySet<string> = new Set(['migration', 'session']);
