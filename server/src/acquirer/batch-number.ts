// Batch numbers count up and wrap (protocol section 8): which of two comes first is told by the shorter way round.

const BATCHES = 1_000_000;

export function nextBatch(batch: number): number {
  return (batch + 1) % BATCHES;
}

/** True for a batch that the terminal's present one has left behind: settled, so closed to payments. */
export function isBatchBehind(batch: string, present: number): boolean {
  const ahead = (Number.parseInt(batch, 10) - present + BATCHES) % BATCHES;
  return ahead >= BATCHES / 2;
}

export function formatBatch(batch: number): string {
  return String(batch).padStart(6, '0');
}
