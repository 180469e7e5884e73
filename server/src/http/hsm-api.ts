// The part of the HTTP interface's shapes that is about the HSM: its audit and its local master key. A part of api.ts.

export interface AuditProof {
  readonly entries: number;
  /** Uses of the HSM's commands that the entries count. */
  readonly commands: number;
  readonly head: AuditHead;
  readonly violations: ReadonlyArray<{
    readonly sequence: number;
    readonly rule: string;
    readonly detail: string;
  }>;
}

/** Local master keys of the HSM by check value. */
export interface LmkState {
  readonly live: string;
  /** Those that still open blocks. */
  readonly others: readonly string[];
  /** Stored blocks that are not under the live one yet. */
  readonly blocksLeft: number;
}

/** What a person sees after entering a component. */
export interface LmkComponent {
  readonly checkValue: string;
  readonly entered: number;
  readonly wanted: number;
  /** Check value of the new key; empty until the last component. */
  readonly total: string;
}

export interface AuditHead {
  readonly sequence: number;
  /** Of the last entry's line, lower-case hex. */
  readonly sha256: string;
}

/** Entries of the audit in order; the next page begins after the last one. */
export type AuditPage = ReadonlyArray<AuditHead & { readonly text: string }>;
