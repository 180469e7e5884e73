// Which key of its own a terminal has, by the scheme of its dialect.

import type { TerminalKeyRole } from '../hsm/index.js';
import type { TerminalKeys } from '../http/api.js';

export const OWN_KEY_ROLES: Readonly<Record<TerminalKeys['scheme'], TerminalKeyRole>> = {
  tdes: 'tmk',
  sm4: 'tmk-sm4',
  'aes-dukpt': 'dukpt-initial',
};
