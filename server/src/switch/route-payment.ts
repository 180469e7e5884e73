// From the card number to its bank: the longest BIN that fits names the issuer, and the PIN block moves from
// the terminal's key to the zone key shared with that bank, inside the HSM, under the same PAN (PCI PIN 3-3).

import type { DukptKey, Hsm, KeyBlock } from '../hsm/index.js';
import type { Pan } from '../kernel/sensitive.js';
import type { BinRow, Directory, IssuerRow } from '../store/index.js';

/** The issuer's id, by the number where there is one, else as the bank's own record of the card says. */
export async function issuerOf(
  directory: Pick<Directory, 'bins' | 'card'>,
  { pan, panHash }: { readonly pan: Pan | undefined; readonly panHash: string },
): Promise<string> {
  if (pan) return longestBin(pan, directory.bins()) ?? '';
  return (await directory.card(panHash))?.issuer_id ?? '';
}

/** The issuer of a PAN among the routed BINs; the longest prefix wins. */
function longestBin(pan: Pan, bins: readonly BinRow[]): string | undefined {
  const digits = pan.reveal();
  let best: BinRow | undefined;
  for (const bin of bins) {
    if (digits.startsWith(bin.prefix) && bin.prefix.length > (best?.prefix.length ?? 0)) best = bin;
  }
  return best?.issuer_id;
}

/** The terminal's key for PIN blocks, of one sign-on or of one message. */
export type PinKey =
  | { readonly scheme: 'tdes' | 'sm4'; readonly key: KeyBlock }
  | { readonly scheme: 'aes-dukpt'; readonly key: DukptKey };

/** The block under the bank's zone key; `undecodable` when it is no PIN block of this PAN under this key. */
export async function translatePin(
  hsm: Pick<Hsm, 'translatePin' | 'translateSm4Pin' | 'translateDukptPin'>,
  pinKey: PinKey,
  issuer: IssuerRow,
  pan: Pan,
  pinBlock: Uint8Array,
): Promise<Uint8Array | 'undecodable'> {
  const way = { to: issuer.zpk_out, pinBlock, pan: pan.reveal() };
  if (pinKey.scheme === 'aes-dukpt') return hsm.translateDukptPin({ from: pinKey.key, ...way });
  const from = pinKey.key;
  return pinKey.scheme === 'sm4' ? hsm.translateSm4Pin({ from, ...way }) : hsm.translatePin({ from, ...way });
}
