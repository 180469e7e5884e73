// The shapes of the fault laboratory: a part of api.ts.

export type FaultName =
  | 'cut'
  | 'delay'
  | 'duplicate'
  | 'reorder'
  | 'flip-byte'
  | 'wrong-length'
  | 'slow-bytes'
  | 'answer-lost';

/** Of the host's own side. */
export type HostFaultName = 'hsm-down' | 'stale-keys' | 'copied-terminal' | 'half-rotation' | 'clock-off';

export type LabFaultName = FaultName | HostFaultName;

/** A fault for the next messages of a demo terminal. */
export interface LabOrder {
  readonly terminalId: string;
  readonly fault: LabFaultName;
  /** 1 to 100. */
  readonly times: number;
  /** How long a delayed answer or a reordered request is held. */
  readonly holdMs: number;
}

/** What the fault laboratory does and did. */
export interface LabView {
  readonly armed: ReadonlyArray<{
    readonly terminalId: string;
    readonly fault: LabFaultName;
    readonly timesLeft: number;
    readonly until: number;
  }>;
  /** Newest first. */
  readonly done: ReadonlyArray<{
    readonly at: number;
    readonly terminalId: string;
    readonly fault: LabFaultName;
  }>;
}
