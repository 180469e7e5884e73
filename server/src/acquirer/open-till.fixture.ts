// Opens the till of the acquirer's tests: a terminal, a card and a bank in fresh books.

import { toHex } from '@tillgate/iso8583';
import type { KeyScheme } from '@tillgate/pos-protocol';
import { createInProcessHsm, type KeyRole } from '../hsm/index.js';
import { type Random, systemRandom } from '../kernel/random.js';
import { type IssuerRow, MemoryStore } from '../store/index.js';
import { Till } from './till.fixture.js';
import { cardRow, PAN, terminalRow } from './till-directory.fixture.js';
import { formed, IMK_AC, NOON, PVK, TERMINAL_ID, TMK, ZPK } from './till-keys.fixture.js';

export const OWN_KEY_ROLES = { tdes: 'tmk', sm4: 'tmk-sm4', 'aes-dukpt': 'dukpt-initial' } as const;

/** A till whose terminal is known and not yet signed on; the card has 1,000.00. */
export async function openTill(
  keyScheme: KeyScheme = 'tdes',
  policies: IssuerRow['cvm_policies'] = {},
  random: Random = systemRandom,
): Promise<Till> {
  const hsm = createInProcessHsm({ lmk: systemRandom.bytes(32), random });
  const form = (key: string, role: KeyRole): Promise<string> => formed(hsm, key, role);
  const books = new MemoryStore();
  books.terminals.set(TERMINAL_ID, terminalRow(TERMINAL_ID, await form(TMK, OWN_KEY_ROLES[keyScheme]), NOON));
  const panHash = toHex(await hsm.panHash(PAN));
  books.cards.set(panHash, cardRow(panHash));
  const issuer: IssuerRow = {
    ...{ issuer_id: '62999900', name_zh: '海港银行', name_en: 'Harbour Bank' },
    ...{ pin_verification: 'visa-pvv', decimalisation_table: null },
    zpk_out: await form(ZPK, 'zpk-out'),
    zpk_in: await form(ZPK, 'zpk-in'),
    pvk: await form(PVK, 'pvk-visa'),
    imk_ac: await form(IMK_AC, 'imk-ac'),
    ...{ zpk_in_before: null, zone_master: null },
    unique_key_option: 'A',
    ...{ country: '156', cvm_policies: policies },
  };
  return new Till(books, hsm, issuer);
}
