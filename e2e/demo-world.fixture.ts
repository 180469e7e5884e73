// The demo world as a terminal outside sees it (cards, PINs, master keys), and the terminals of a load world.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface WireCard {
  readonly name: string;
  readonly pan: string;
  readonly expiry: string;
  readonly sequence: string;
  readonly serviceCode: string;
  readonly pin: string;
  readonly expect?: { readonly answer?: string; readonly en?: string };
}

export interface TerminalIdentity {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly tmk: { readonly value: string };
}

interface DemoWorld {
  readonly issuers: ReadonlyArray<{
    readonly bins: readonly string[];
    readonly imkAc: { readonly value: string };
  }>;
  readonly cards: readonly WireCard[];
  readonly terminals: readonly TerminalIdentity[];
  readonly merchants: ReadonlyArray<{ readonly id: string }>;
}

const world = JSON.parse(
  readFileSync(new URL('../../server/src/demo/demo-world.json', import.meta.url), 'utf8'),
) as DemoWorld;

export const demoCards: readonly WireCard[] = world.cards;
export const loadCards: readonly WireCard[] = demoCards.filter(({ name }) => name.startsWith('load-'));

export function demoCard(name: string): WireCard {
  const card = demoCards.find((one) => one.name === name);
  if (card === undefined) throw new Error(`the demo world has no card ${name}`);
  return card;
}

/** The master key for cryptograms of the bank that issues this card. */
export function masterKeyOf({ pan }: WireCard): Buffer {
  const issuer = world.issuers.find(({ bins }) => bins.some((bin) => pan.startsWith(bin)));
  if (issuer === undefined) throw new Error('a demo bank issues every demo card');
  return Buffer.from(issuer.imkAc.value, 'hex');
}

export function demoTerminal(terminalId: string): TerminalIdentity {
  const terminal = world.terminals.find((one) => one.terminalId === terminalId);
  if (terminal === undefined) throw new Error(`the demo world has no terminal ${terminalId}`);
  return terminal;
}

/** The terminals that a load world holds: numbers, merchants and keys follow from the position. */
export function loadTerminals(count: number): readonly TerminalIdentity[] {
  return Array.from({ length: count }, (_, index) => ({
    terminalId: String(20_000_000 + index),
    merchantId: world.merchants[index % world.merchants.length]?.id ?? '',
    // Parity bits aside, which TDES does not look at.
    tmk: { value: createHash('sha256').update(`load terminal ${index}`).digest('hex').slice(0, 32) },
  }));
}
