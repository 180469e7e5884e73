// Where the microseconds of a run went, from the traces that the host itself keeps.

import { withDatabase } from './bench-database.js';
import type { Cli } from './cli.js';

export interface StationShare {
  readonly station: string;
  readonly what: string;
  readonly meanMicros: number;
  readonly p99Micros: number;
}

/** Of the newest `count` purchases: those of the run that has just ended. */
export async function microsPerStation(
  dataDir: string,
  env: Cli['env'],
  count: number,
): Promise<readonly StationShare[]> {
  return withDatabase(dataDir, env, async (sql) => {
    const rows = await sql.unsafe(`
      select step->>0 as station, step->>1 as what,
        round(avg((step->>2)::numeric) * 1000)::int as "meanMicros",
        (percentile_disc(0.99) within group (order by (step->>2)::numeric) * 1000)::int as "p99Micros"
      from (select c.steps from trace c join transaction t using (rrn) where t.kind = 'purchase'
            order by t.sequence desc limit ${count}) newest,
        json_array_elements(steps) with ordinality as s (step, position)
      group by 1, 2 order by min(position)`);
    return rows as unknown as readonly StationShare[];
  });
}
