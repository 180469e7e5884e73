// The steps of a terminal's case: what was done, by whom, and what it was for.

import type { CaseStep } from '../http/api.js';
import type { Sql } from '../store/index.js';

export async function keepStep(
  step: Pick<Sql, 'unsafe'>,
  { terminalId, at, what, by, detail }: CaseStep & { readonly terminalId: string },
): Promise<void> {
  await step.unsafe(
    'insert into terminal_case (terminal_id, at, what, by, detail) values ($1, $2, $3, $4, $5::text::json)',
    [terminalId, at, what, by, JSON.stringify(detail)],
  );
}
