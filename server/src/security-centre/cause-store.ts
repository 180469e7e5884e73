// Where causes are kept, and what the searches read and change of terminals: straight in the database, since no payment
// waits for it.

import { centreRequests } from '@tillgate/pos-protocol';
import type { Sql } from '../store/index.js';
import { type KeyHolder, NEIGHBOURS_MAX } from './key-suspects.js';
import type { SecurityCentrePorts } from './security-centre.js';

const KEY_COLUMNS = 'terminal_id, tmk, tmk_kcv, next_own_key, current_keys, pending_keys, previous_keys';

export function causeStore(
  sql: Sql,
  forget: (terminalId: string) => void,
): Pick<SecurityCentrePorts, 'keep' | 'neighbours' | 'askToSignOn'> {
  return {
    async keep(causes) {
      await sql.unsafe(
        `insert into security_cause (rrn, cause, confidence, figures, at)
         select rrn, cause, confidence, figures, at
         from json_populate_recordset(null::security_cause, $1::text::json) on conflict (rrn) do nothing`,
        [JSON.stringify(causes)],
      );
    },
    async neighbours({ terminal_id: id, serial_number: serial, merchant_id: merchant, profile }) {
      const near = (await sql.unsafe(
        `select ${KEY_COLUMNS} from terminal where terminal_id <> $1 and (serial_number = $2 or merchant_id = $3)
           and not tmk_compromised and status <> 'retired'
         order by serial_number = $2 desc, profile = $4 desc, terminal_id limit $5`,
        [id, serial, merchant, profile, NEIGHBOURS_MAX],
        { prepare: true },
      )) as unknown as readonly KeyHolder[];
      if (near.length === NEIGHBOURS_MAX) return near;
      const far = (await sql.unsafe(
        `select ${KEY_COLUMNS} from terminal where terminal_id <> $1 and serial_number <> $2 and merchant_id <> $3
           and profile = $4 and not tmk_compromised and status <> 'retired' limit $5`,
        [id, serial, merchant, profile, NEIGHBOURS_MAX - near.length],
      )) as unknown as readonly KeyHolder[];
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
