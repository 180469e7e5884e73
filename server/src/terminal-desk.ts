// What people set for one terminal while the host serves: the dialect it speaks, and what the header of its answers
// asks it to do next. A row of another version is read again at its next message, on every host.

import { centreRequests } from '@tillgate/pos-protocol';
import type { ProfileRegistry } from './profile-registry.js';
import type { Directory, Sql } from './store/index.js';

/** What a terminal can be asked to do: header digit 6. */
export type CentreRequest = keyof typeof centreRequests;

export type DeskAnswer = 'done' | 'terminal-unknown' | 'profile-unknown';

export interface TerminalDesk {
  /** Its working keys go with the old dialect: it has to sign on again. */
  useProfile(terminalId: string, profile: string): Promise<DeskAnswer>;
  ask(terminalId: string, request: CentreRequest): Promise<DeskAnswer>;
  /** Out of service, and back: false for a terminal that is unknown or retired. */
  setStatus(terminalId: string, status: 'active' | 'suspended'): Promise<boolean>;
}

export function createTerminalDesk(
  sql: Sql,
  profiles: Pick<ProfileRegistry, 'profiles'>,
  directory: Pick<Directory, 'forget'>,
): TerminalDesk {
  const change = async (terminalId: string, setting: string, value: string): Promise<DeskAnswer> => {
    const rows = await sql.unsafe(
      `update terminal set ${setting}, version = version + 1 where terminal_id = $1 returning terminal_id`,
      [terminalId, value],
    );
    directory.forget(terminalId);
    return rows.length === 0 ? 'terminal-unknown' : 'done';
  };
  return {
    async useProfile(terminalId, profile) {
      if (!profiles.profiles.some(({ name }) => name === profile)) return 'profile-unknown';
      return change(
        terminalId,
        'profile = $2, current_keys = null, pending_keys = null, previous_keys = null, next_own_key = null',
        profile,
      );
    },
    async setStatus(terminalId, status) {
      const rows = await sql.unsafe(
        `update terminal set status = $2, version = version + 1
         where terminal_id = $1 and status <> 'retired' returning terminal_id`,
        [terminalId, status],
      );
      directory.forget(terminalId);
      return rows.length > 0;
    },
    ask: (terminalId, request) => change(terminalId, 'centre_request = $2', centreRequests[request]),
  };
}
