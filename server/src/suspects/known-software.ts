// The programs that terminals may run, by the hash that they report in a self-test; each mark and each withdrawal is
// kept with who did it. As long as none is known, no report speaks against a terminal.

import type { KnownSoftware, SoftwareStep } from '../http/api.js';
import type { Sql } from '../store/index.js';

const STEPS_SHOWN = 100;

export async function listSoftware(sql: Sql): Promise<readonly KnownSoftware[]> {
  const rows = await sql.unsafe(
    'select hash, name, known_by as "knownBy", at from known_software order by at',
  );
  return rows.map(({ at, ...one }) => ({ ...one, at: Number(at) })) as unknown as readonly KnownSoftware[];
}

/** Newest first. */
export async function softwareSteps(sql: Sql): Promise<readonly SoftwareStep[]> {
  const rows = await sql.unsafe(
    'select at, hash, name, what, by from software_step order by step_id desc limit $1',
    [STEPS_SHOWN],
  );
  return rows.map(({ at, ...one }) => ({ ...one, at: Number(at) })) as unknown as readonly SoftwareStep[];
}

export async function addSoftware(sql: Sql, { hash, name, knownBy, at }: KnownSoftware): Promise<void> {
  await sql.begin(async (step) => {
    await step.unsafe(
      `insert into known_software (hash, name, known_by, at) values ($1, $2, $3, $4)
       on conflict (hash) do update set name = $2, known_by = $3, at = $4`,
      [hash, name, knownBy, at],
    );
    await keepStep(step, { at, hash, name, what: 'known', by: knownBy });
  });
}

/** False when it is not known. */
export async function withdrawSoftware(sql: Sql, hash: string, by: string, at: number): Promise<boolean> {
  return (await sql.begin(async (step) => {
    const [row] = await step.unsafe('delete from known_software where hash = $1 returning name', [hash]);
    if (row) await keepStep(step, { at, hash, name: String(row.name), what: 'withdrawn', by });
    return row !== undefined;
  })) as boolean;
}

async function keepStep(
  step: Pick<Sql, 'unsafe'>,
  { at, hash, name, what, by }: SoftwareStep,
): Promise<void> {
  await step.unsafe('insert into software_step (at, hash, name, what, by) values ($1, $2, $3, $4, $5)', [
    ...[at, hash, name, what, by],
  ]);
}
