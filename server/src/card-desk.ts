// A bank's desk for its cards: found by their last digits, a PIN that wrong tries have locked unlocked, a card that was
// blocked active again. It reads and writes card rows; a payment under way has the row locked, and comes first.

import type { BankCard, CardDesk } from './http/api.js';
import type { Sql } from './store/index.js';

const PIN_TRIES = 3;
const MOST = 50;

const COLUMNS = `c.card_id as "cardId", json_build_object('zh', i.name_zh, 'en', i.name_en) as "issuerName",
  c.pan_first6 || '******' || c.pan_last4 as "panMasked", c.product, c.status, c.online_pin as "onlinePin",
  c.pin_tries as "pinTries", c.pin_tries >= ${PIN_TRIES} as "isPinLocked", c.cvm_policy as policy`;

export function createCardDesk(sql: Sql): CardDesk {
  const change = async (cardId: number, setting: string): Promise<BankCard | undefined> => {
    const [card] = await sql.unsafe(
      `with c as (update card set ${setting} where card_id = $1 returning *)
       select ${COLUMNS} from c join issuer i using (issuer_id)`,
      [cardId],
    );
    return card as unknown as BankCard | undefined;
  };
  return {
    find: async (last4) =>
      (await sql.unsafe(
        `select ${COLUMNS} from card c join issuer i using (issuer_id)
         where c.pan_last4 = $1 and c.pin_reference->>'method' is not null order by c.card_id limit ${MOST}`,
        [last4],
      )) as unknown as readonly BankCard[],
    unlockPin: (cardId) => change(cardId, 'pin_tries = 0'),
    unblock: (cardId) => change(cardId, `status = case status when 'blocked' then 'active' else status end`),
  };
}
