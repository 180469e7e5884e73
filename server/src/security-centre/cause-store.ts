// Where causes are kept, and what the searches read and change of terminals: straight in the database, since no payment
// waits for it.

import { centreRequests } from '@tillgate/pos-protocol';
import type { Sql, TerminalRow } from '../store/index.js';
import { NEIGHBOURS_MAX } from './key-suspects.js';
import type { SecurityCentrePorts } from './security-centre.js';

export function causeStore(
  sql: Sql,
  forget: (terminalId: string) => void,
): Pick<SecurityCentrePorts, 'keep' | 'neighbours' | 'askToSignOn'> {
  return {
    async keep(rrn, { cause, confidence, figures }, at) {
      await sql.unsafe(
        `insert into security_cause (rrn, cause, confidence, figures, at) values ($1, $2, $3, $4::text::json, $5)
         on conflict (rrn) do nothing`,
        [rrn, cause, confidence, JSON.stringify(figures), at],
      );
    },
    async neighbours({ terminal_id: id, serial_number: serial, merchant_id: merchant, profile }) {
      const near = (await sql.unsafe(
        `select * from terminal where terminal_id <> $1 and (serial_number = $2 or merchant_id = $3)
           and not tmk_compromised and status <> 'retired'
         order by serial_number = $2 desc, profile = $4 desc, terminal_id limit $5`,
        [id, serial, merchant, profile, NEIGHBOURS_MAX],
      )) as unknown as readonly TerminalRow[];
      const far = (await sql.unsafe(
        `select * from terminal where terminal_id <> $1 and serial_number <> $2 and merchant_id <> $3
           and profile = $4 and not tmk_compromised and status <> 'retired' limit $5`,
        [id, serial, merchant, profile, NEIGHBOURS_MAX - near.length],
      )) as unknown as readonly TerminalRow[];
      return [...near, ...far];
    },
    async askToSignOn(terminalId) {
      await sql.unsafe(
        `update terminal set centre_request = '${centreRequests.signOn}', version = version + 1
         where terminal_id = $1 and centre_request = '${centreRequests.nothing}'`,
        [terminalId],
      );
      forget(terminalId);
    },
  };
}
