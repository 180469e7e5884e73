// What the auditor is given: the bytes on the wire, the records on the disk, and what people at the tills saw. Plain
// values; the auditor has its own reading of the bytes and of the rows, and knows no code of the host.

/**
 * A frame with its two length bytes, as it was written or as it came in whole. What arrives as it was sent is the very
 * same array; what was changed on its way is another.
 */
export interface WireRecord {
  /** Position in the order of everything that happened; so in the other records. */
  readonly order: number;
  /** Milliseconds since 1970 UTC of the world's own clock. */
  readonly at: number;
  readonly to: 'host' | 'till';
  readonly moment: 'sent' | 'arrived';
  /** At the till's end of the line. */
  readonly terminalId: string;
  readonly frame: Uint8Array;
}

/** One record of the disk: a step of the store that is durable from this moment on. */
export interface DiskRecord {
  readonly order: number;
  readonly at: number;
  /** Who asked for it: a host, or the bank and the operator at their desks. */
  readonly by: string;
  /** JSON of what the step changed. */
  readonly text: string;
}

/** How an action at a till ended, as the cashier and the holder saw it. */
export interface TillRecord {
  readonly order: number;
  readonly at: number;
  readonly terminalId: string;
  readonly kind: string;
  readonly batch: string;
  readonly trace: string;
  readonly amountMinor: number;
  readonly result: 'approved' | 'declined' | 'unknown' | 'failed';
  readonly answerCode: string;
  readonly rrn: string;
  /** What a settlement came to. */
  readonly settlement?: 'equal' | 'unequal';
}

/** A PIN that a holder typed for one message of a terminal. */
export interface PinRecord {
  readonly order: number;
  readonly terminalId: string;
  readonly amountMinor: number;
  readonly isRight: boolean;
}

/** A terminal when all was over. */
export interface TillState {
  readonly terminalId: string;
  readonly batch: string;
  readonly hasPendingReversal: boolean;
  readonly waitingAdvices: number;
  readonly settlementIsInterrupted: boolean;
  /** Batch and trace of what was given up and put on file: `000001|000017`. */
  readonly onFile: readonly string[];
  /** Batch and trace of each voucher that is still in the journal, with its amount. */
  readonly vouchers: ReadonlyArray<{
    readonly kind: string;
    readonly batch: string;
    readonly trace: string;
    readonly rrn: string;
    readonly amountMinor: number;
    readonly isDelivered: boolean;
  }>;
}

export interface Evidence {
  readonly wire: readonly WireRecord[];
  readonly disk: readonly DiskRecord[];
  /** The disk of the bank that decides elsewhere; empty where every bank decides in the host. */
  readonly bankDisk: readonly DiskRecord[];
  /** The entries of the audit, each record's text one line of the chain. */
  readonly auditDisk: readonly DiskRecord[];
  /** The end of the chain, as each host that is up remembers it. */
  readonly auditHeads: ReadonlyArray<{ readonly sequence: number; readonly sha256: string }>;
  readonly tills: readonly TillRecord[];
  readonly pins: readonly PinRecord[];
  readonly atTheEnd: readonly TillState[];
  /** What hosts wrote to their logs. */
  readonly lines: readonly string[];
  /** Card numbers that were used. */
  readonly pans: readonly string[];
  /** Moment of the last fault, and the last moment of the world. */
  readonly calmAt: number;
  readonly endedAt: number;
  /** Wrong PINs in a row that lock a card. */
  readonly pinTriesLimit: number;
}
