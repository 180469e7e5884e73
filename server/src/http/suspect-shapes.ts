// A terminal that people should look at, as the door gives it out.

export interface Suspect {
  readonly terminalId: string;
  readonly status: string;
  /** 0 to 1. */
  readonly score: number;
  /** Milliseconds since 1970 UTC: the first of the evidence. */
  readonly since: number;
  /** Different cards that were presented there since. */
  readonly cardsSeen: number;
  /** A cause or a reason each, how often, and the newest transaction with it. */
  readonly evidence: ReadonlyArray<{
    readonly what: string;
    readonly times: number;
    readonly lastRrn: string;
  }>;
}
