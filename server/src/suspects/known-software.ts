// The programs that terminals may run, by the hash that they report in a self-test. As long as none is known, no report
// speaks against a terminal.

import type { KnownSoftware } from '../http/api.js';
import type { Sql } from '../store/index.js';

export async function listSoftware(sql: Sql): Promise<readonly KnownSoftware[]> {
  const rows = await sql.unsafe(
    'select hash, name, known_by as "knownBy", at from known_software order by at',
  );
  return rows.map(({ at, ...one }) => ({ ...one, at: Number(at) })) as unknown as readonly KnownSoftware[];
}

export async function addSoftware(sql: Sql, software: KnownSoftware): Promise<void> {
  await sql.unsafe(
    `insert into known_software (hash, name, known_by, at) values ($1, $2, $3, $4)
     on conflict (hash) do update set name = $2, known_by = $3, at = $4`,
    [software.hash, software.name, software.knownBy, software.at],
  );
}
