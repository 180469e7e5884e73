// Ends the unit of work when what must hold does not: a bug in this package, never a fault of the world.

export function assertThat(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${what}`);
}
