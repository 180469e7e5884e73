// Faults of the host's own side that the fault laboratory plays for one message of a demo terminal.

export const HOST_FAULTS = [
  /** The HSM does not answer. */
  'hsm-down',
  /** The terminal is one that was set back: the host knows of a sign-on that it does not. */
  'stale-keys',
  /** The same, and somebody has just paid under the keys of that sign-on. */
  'copied-terminal',
  /** Of that sign-on only the PIN key is in force. */
  'half-rotation',
  /** The host's clock is a day ahead. */
  'clock-off',
] as const;

export type HostFaultName = (typeof HOST_FAULTS)[number];
