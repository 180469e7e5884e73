// When a key is due to be replaced: by its age and by how often it was used (PCI PIN requirement 22, NIST SP 800-57).

/** Milliseconds and counts; what is reached first counts. */
export interface KeyPolicy {
  readonly workingKeyAgeMs: number;
  /** Messages. */
  readonly workingKeyUses: number;
  readonly ownKeyAgeMs: number;
  /** Sets of working keys handed out under it. */
  readonly ownKeyUses: number;
  /** Messages whose keys came from it, under AES DUKPT. */
  readonly ownKeyMessages: number;
}

const DAY_MS = 86_400_000;

export const usualPolicy: KeyPolicy = {
  workingKeyAgeMs: DAY_MS,
  workingKeyUses: 10_000,
  ownKeyAgeMs: 365 * DAY_MS,
  ownKeyUses: 1_000,
  ownKeyMessages: 1_000_000,
};

export interface KeyLife {
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
  readonly uses: number;
}

/** When a key is due by its age, and whether it is due now by either. */
export function dueOf(
  { createdAt, uses }: KeyLife,
  ageMs: number,
  usesMost: number,
  now: number,
): { readonly dueAt: number; readonly isDue: boolean } {
  const dueAt = createdAt + ageMs;
  return { dueAt, isDue: dueAt <= now || uses >= usesMost };
}
