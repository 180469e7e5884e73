// A terminal taken out of service by rule: when enough speaks against it that its own keys or certificate made. Nobody
// who only reaches its line can have it suspended. Nothing is suspended by itself until people have set the rule; what
// they have resumed is judged by what comes after.

import type { QuarantineRule, Suspect } from '../http/api.js';
import type { Sql } from '../store/index.js';
import { keepStep } from './terminal-cases.js';

export interface QuarantinePorts {
  readonly sql: Sql;
  now(): number;
  list(): Promise<readonly Suspect[]>;
  setStatus(terminalId: string, status: 'suspended'): Promise<boolean>;
  log(line: string): void;
}

export async function readRule(sql: Sql): Promise<QuarantineRule | null> {
  const [row] = await sql.unsafe(
    'select score::float8 as score, kinds, set_by as "setBy", set_at as "setAt" from quarantine_rule',
  );
  return row ? ({ ...row, setAt: Number(row.setAt) } as unknown as QuarantineRule) : null;
}

/** @param rule null: nothing is suspended by itself */
export async function setRule(
  sql: Sql,
  person: string,
  at: number,
  rule: Pick<QuarantineRule, 'score' | 'kinds'> | null,
): Promise<void> {
  if (rule === null) await sql.unsafe('delete from quarantine_rule');
  else {
    await sql.unsafe(
      `insert into quarantine_rule (score, kinds, set_by, set_at) values ($1, $2, $3, $4)
       on conflict (only_one) do update set score = $1, kinds = $2, set_by = $3, set_at = $4`,
      [rule.score, rule.kinds, person, at],
    );
  }
}

/** Answers the terminals that it suspended. */
export async function quarantine({
  sql,
  now,
  list,
  setStatus,
  log,
}: QuarantinePorts): Promise<readonly string[]> {
  const rule = await readRule(sql);
  if (!rule) return [];
  const suspended: string[] = [];
  for (const { terminalId, status, provedScore, evidence } of await list()) {
    const proved = evidence.filter((one) => one.proved > 0);
    if (status !== 'active' || provedScore < rule.score || proved.length < rule.kinds) continue;
    if (!(await setStatus(terminalId, 'suspended'))) continue;
    const detail = { score: provedScore, evidence: proved.map((one) => `${one.what} ${one.proved}`) };
    await keepStep(sql, { terminalId, at: now(), what: 'suspended', by: 'rule', detail });
    log(`terminal ${terminalId} is out of service by rule: ${detail.evidence.join(', ')}`);
    suspended.push(terminalId);
  }
  return suspended;
}
