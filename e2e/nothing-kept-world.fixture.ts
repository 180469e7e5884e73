// The demo world as the proof that nothing is kept needs it: its cards with their chips, and what of them is secret.

import { readFileSync } from 'node:fs';
import { bytesToHex, emvUniqueKey, hexToBytes } from '@tillgate/payment-crypto';
import { VirtualChip } from '@tillgate/terminal';

export interface WorldCard {
  readonly name: string;
  readonly pan: string;
  readonly expiry: string;
  readonly serviceCode: string;
  readonly sequence: string;
  readonly pin: string;
}

interface World {
  readonly issuers: ReadonlyArray<{
    readonly bins: readonly string[];
    readonly zpk: { readonly value: string };
    readonly imkAc: { readonly value: string };
    readonly uniqueKeyOption: 'A' | 'B';
    readonly cryptogramVersion: 'unionpay-01' | 'visa-18';
  }>;
  readonly terminals: ReadonlyArray<{
    readonly terminalId: string;
    readonly merchantId: string;
    readonly tmk: { readonly value: string };
  }>;
  readonly cards: readonly WorldCard[];
}

export const world: World = JSON.parse(
  readFileSync(new URL('../../server/src/demo/demo-world.json', import.meta.url), 'utf8'),
);

export function cardNamed(name: string): WorldCard {
  const card = world.cards.find((one) => one.name === name);
  if (!card) throw new Error(`no card ${name}`);
  return card;
}

/** ISO/IEC 7813, as the demo's cards carry it. */
export function track2Of({ pan, expiry, serviceCode }: WorldCard): string {
  return `${pan}=${expiry}${serviceCode}00000000`;
}

export interface Canary {
  readonly kind: 'track' | 'key' | 'pin-block';
  readonly value: string;
}

/** Counters of the cards that were shown, whichever terminal they were shown to. */
const counters = new Map<string, number>();

export function bankOf({ pan }: WorldCard): World['issuers'][number] {
  const bank = world.issuers.find(({ bins }) => bins.some((bin) => pan.startsWith(bin)));
  if (!bank) throw new Error('a bank issues every card');
  return bank;
}

export function chipOf(card: WorldCard): VirtualChip {
  const { imkAc, uniqueKeyOption: option, cryptogramVersion: version } = bankOf(card);
  const atc = (counters.get(card.pan) ?? 0) + 1;
  counters.set(card.pan, atc);
  const { pan, sequence } = card;
  return new VirtualChip({ masterKey: hexToBytes(imkAc.value), option, version, pan, sequence, atc });
}

/** A card's own key for cryptograms, and the master key that it comes from. */
export function chipKeysOf(card: WorldCard): Canary[] {
  const { imkAc, uniqueKeyOption: option } = bankOf(card);
  const own = emvUniqueKey(hexToBytes(imkAc.value), card.pan, card.sequence.slice(-2), option);
  return [imkAc.value, bytesToHex(own)].map((value) => ({ kind: 'key', value }));
}
