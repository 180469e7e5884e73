// What it takes to show a demo card as a chip: its bank's master key, from which its own is derived, and its next
// transaction counter (ATC). The host keeps the counters, so that one card may be shown at several terminals, and never
// behind a counter that its bank has seen already.

import { toHex } from '@tillgate/iso8583';
import type { Hsm } from '../hsm/index.js';
import type { Sql } from '../store/index.js';
import type { DemoIssuer, DemoWorld } from './demo-world.js';

export interface PresentedChip {
  readonly atc: number;
  /** Clear double-length TDES key, hex: a demo bank's. */
  readonly masterKey: string;
  readonly option: DemoIssuer['uniqueKeyOption'];
  readonly version: DemoIssuer['cryptogramVersion'];
}

/** Counts the card one presentation on. Undefined: no such card. */
export async function presentChip(
  { sql, hsm }: { readonly sql: Sql; readonly hsm: Pick<Hsm, 'panHash'> },
  world: DemoWorld,
  cardName: string,
): Promise<PresentedChip | undefined> {
  const card = world.cards.find(({ name }) => name === cardName);
  const issuer = world.issuers.find(({ bins }) => bins.some((bin) => card?.pan.startsWith(bin)));
  if (!card || !issuer) return undefined;
  const [counted] = await sql.unsafe(
    `insert into demo_chip select card_id, highest_atc + 1 from card where pan_hash = $1
     on conflict (card_id) do update set atc = greatest(demo_chip.atc + 1, excluded.atc) returning atc`,
    [toHex(await hsm.panHash(card.pan))],
  );
  if (!counted) return undefined;
  const { imkAc, uniqueKeyOption: option, cryptogramVersion: version } = issuer;
  return { atc: Number(counted.atc), masterKey: imkAc.value, option, version };
}
