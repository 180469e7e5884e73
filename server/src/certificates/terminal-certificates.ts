// Which certificates terminals hold: issued, renewed and revoked by rows that every host of the database sees. A
// revocation is told to all of them at once, so that open connections end.

import { X509Certificate } from 'node:crypto';
import type { Sql } from '../store/index.js';
import type { Authority } from './authority.js';

export interface TerminalCertificate {
  /** Lower-case hex. */
  readonly serial: string;
  readonly terminalId: string;
  /** Milliseconds since 1970 UTC. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly revokedAt: number | null;
}

export interface IssuedToTerminal extends TerminalCertificate {
  readonly certificatePem: string;
  /** What the terminal is to trust. */
  readonly authorityPem: string;
}

/** `standing`: the terminal holds a certificate that is good: renew it. `none`: it holds none to renew. */
export type IssueRefusal = 'terminal-unknown' | 'request-wrong' | 'standing' | 'none';

export interface TerminalCertificates {
  list(): Promise<readonly TerminalCertificate[]>;
  /** `enrol` is for a terminal without a good certificate, `renew` for one with; the old one stays good. */
  issue(
    how: 'enrol' | 'renew',
    terminalId: string,
    requestPem: string,
  ): Promise<IssuedToTerminal | IssueRefusal>;
  /** All of the terminal's, or the one of this serial; answers how many were good until now. */
  revoke(terminalId: string, serial: string | undefined): Promise<number>;
  /** DER, SubjectPublicKeyInfo, of a certificate that is good and this terminal's. */
  publicKeyOf(certificatePem: string, terminalId: string): Promise<Uint8Array | undefined>;
  /** True for a certificate that was issued here for this terminal and not revoked. */
  isStanding(serial: string, terminalId: string): Promise<boolean>;
  /**
   * Calls back with the serial of each certificate that is revoked, by whichever host; and `afterGap` whenever the
   * line to the database came about, since a word may have been missed before.
   */
  onRevoked(listener: (serial: string) => void, afterGap: () => void): Promise<void>;
}

const CHANNEL = 'terminal_certificate_revoked';
const COLUMNS = `serial, terminal_id as "terminalId", not_before as "notBefore", not_after as "notAfter",
  revoked_at as "revokedAt"`;

export function createTerminalCertificates(
  sql: Sql,
  authority: Authority,
  now: () => number,
): TerminalCertificates {
  const goodOnes = async (terminalId: string): Promise<number> => {
    const [row] = await sql.unsafe(
      `select count(*)::int as good from terminal_certificate
       where terminal_id = $1 and revoked_at is null and not_after > $2`,
      [terminalId, now()],
    );
    return Number(row?.good);
  };
  const isStanding = async (serial: string, terminalId: string): Promise<boolean> => {
    const [row] = await sql.unsafe(
      'select 1 from terminal_certificate where serial = $1 and terminal_id = $2 and revoked_at is null',
      [serial, terminalId],
    );
    return row !== undefined;
  };
  return {
    async list() {
      const rows = await sql.unsafe(
        `select ${COLUMNS} from terminal_certificate order by terminal_id, not_before`,
      );
      return rows as unknown as TerminalCertificate[];
    },
    async issue(how, terminalId, requestPem) {
      const [terminal] = await sql.unsafe(
        "select 1 from terminal where terminal_id = $1 and status <> 'retired'",
        [terminalId],
      );
      if (!terminal) return 'terminal-unknown';
      const holds = (await goodOnes(terminalId)) > 0;
      if (holds && how === 'enrol') return 'standing';
      if (!holds && how === 'renew') return 'none';
      const issued = await authority.issueForTerminal(requestPem, terminalId, now());
      if (!issued) return 'request-wrong';
      const { serial, notBefore, notAfter, certificatePem } = issued;
      await sql.unsafe(
        'insert into terminal_certificate (serial, terminal_id, not_before, not_after) values ($1, $2, $3, $4)',
        [serial, terminalId, notBefore, notAfter],
      );
      const { certificatePem: authorityPem } = authority;
      return { serial, terminalId, notBefore, notAfter, revokedAt: null, certificatePem, authorityPem };
    },
    async revoke(terminalId, serial) {
      const rows = await sql.unsafe(
        `update terminal_certificate set revoked_at = $1
         where terminal_id = $2 and revoked_at is null and ($3::text is null or serial = $3)
         returning serial, pg_notify('${CHANNEL}', serial)`,
        [now(), terminalId, serial ?? null],
      );
      return rows.length;
    },
    async publicKeyOf(certificatePem, terminalId) {
      const certificate = certificateOf(certificatePem);
      const issuer = new X509Certificate(authority.certificatePem);
      if (!certificate?.verify(issuer.publicKey) || Date.parse(certificate.validTo) <= now())
        return undefined;
      if (!(await isStanding(certificate.serialNumber.toLowerCase(), terminalId))) return undefined;
      return new Uint8Array(certificate.publicKey.export({ format: 'der', type: 'spki' }));
    },
    isStanding,
    async onRevoked(listener, afterGap) {
      await sql.listen(CHANNEL, listener, afterGap);
    },
  };
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    // The parser throws for what is no certificate.
    return undefined;
  }
}
