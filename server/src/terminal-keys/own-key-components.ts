// A terminal's own key by components: the key waits for the terminal, at whose PIN pad the same people enter the same.

import { type ComponentDesk, type ComponentPorts, createComponentDesk } from '../key-components/index.js';
import type { KeyMapPorts } from './key-map.js';
import { OWN_KEY_ROLES } from './own-key-roles.js';
import { lockTerminal, nextGeneration, placementOf, placeOwnKey } from './place-own-key.js';

export interface OwnKeyComponentPorts
  extends Pick<KeyMapPorts, 'sql' | 'now' | 'schemeOf'>,
    Pick<ComponentPorts<never>, 'hsmFor'> {
  forget(terminalId: string): void;
}

/** Its keys are named by their terminals. */
export function createOwnKeyComponents(ports: OwnKeyComponentPorts): ComponentDesk {
  const { sql, now, schemeOf, hsmFor, forget } = ports;
  return createComponentDesk<never>({
    hsmFor,
    async termsOf(terminalId) {
      const row = await sql.begin((step) => lockTerminal(step, terminalId));
      return (
        row && {
          label: `key of ${terminalId}`,
          role: OWN_KEY_ROLES[schemeOf(row.profile)],
          generation: nextGeneration(row),
        }
      );
    },
    /** Beside the key in use, where there is one: the terminal goes on with it until the new one is at its PIN pad. */
    async place(terminalId, { generation }, { block, kcv }) {
      await sql.begin(async (step) => {
        const row = await lockTerminal(step, terminalId);
        if (!row) return;
        const key = { block, kcv, generation: Math.max(generation, nextGeneration(row)), createdAt: now() };
        await placeOwnKey(step, row, schemeOf(row.profile), key, placementOf(row, row.tmk_kcv));
      });
      forget(terminalId);
    },
  });
}
