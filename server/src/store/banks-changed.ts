// The word to every host that serves this database that what it keeps of banks in memory is out of date: keys,
// policies. It goes out with the commit.

import type { Sql } from './postgres-store.js';

const CHANNEL = 'banks_changed';

export async function tellBanksChanged(step: Pick<Sql, 'unsafe'>): Promise<void> {
  await step.unsafe(`select pg_notify('${CHANNEL}', '')`);
}

/** Also after a gap in the line, in which a word may have been missed. Answers how to stop. */
export async function whenBanksChanged(sql: Sql, work: () => void): Promise<() => Promise<void>> {
  const heard = await sql.listen(CHANNEL, work, work);
  return () => heard.unlisten();
}
