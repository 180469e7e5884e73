// The audit's entries in the database, and the proof over them.

import type { Sql } from '../store/index.js';
import { type AuditHead, type AuditProof, AuditVerifier, EMPTY_CHAIN } from './audit-chain.js';
import type { AuditStore } from './audit-log.js';

const PAGE = 500;
const UNIQUE_VIOLATION = '23505';

export function auditStore(sql: Sql): AuditStore {
  return {
    async head() {
      const [row] = await sql.unsafe(
        'select sequence, sha256 from audit_entry order by sequence desc limit 1',
      );
      return row ? { sequence: Number(row.sequence), sha256: String(row.sha256) } : EMPTY_CHAIN;
    },
    async append({ sequence, sha256, text }) {
      try {
        await sql.unsafe('insert into audit_entry (sequence, sha256, text) values ($1, $2, $3)', [
          sequence,
          sha256,
          text,
        ]);
        return 'appended';
      } catch (error) {
        if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
        const [row] = await sql.unsafe('select sha256 from audit_entry where sequence = $1', [sequence]);
        return row?.sha256 === sha256 ? 'appended' : 'taken';
      }
    },
  };
}

/** Entries after a number, in order: at most 500. */
export async function auditPage(
  sql: Sql,
  after: number,
): Promise<ReadonlyArray<{ readonly sequence: number; readonly sha256: string; readonly text: string }>> {
  const rows = await sql.unsafe(
    'select sequence, sha256, text from audit_entry where sequence > $1 order by sequence limit $2',
    [after, PAGE],
  );
  return rows.map((row) => ({
    sequence: Number(row.sequence),
    sha256: String(row.sha256),
    text: String(row.text),
  }));
}

/** Verifies the whole chain against the end that its writer remembers. */
export async function verifyAudit(sql: Sql, head: AuditHead): Promise<AuditProof> {
  const verifier = new AuditVerifier();
  for (let after = 0; ; ) {
    // What was added since `head` was asked for is the next proof's.
    const page = (await auditPage(sql, after)).filter(({ sequence }) => sequence <= head.sequence);
    for (const { text, sha256 } of page) verifier.add(text, sha256);
    if (page.length < PAGE) return verifier.end(head);
    after = page.at(-1)?.sequence ?? after;
  }
}
