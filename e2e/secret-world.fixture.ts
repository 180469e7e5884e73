// The demo world with secrets of its own: every key and PIN is drawn anew, and every PIN has twelve digits, so that
// what looks like one in a process's memory is one.

import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  adjustParity,
  bytesToHex,
  createTdes,
  encodePinBlockFormat0,
  hexToBytes,
  ibm3624Offset,
  ibm3624ValidationData,
  kcvOfZeros,
  pinFromText,
  visaPvvOfEachFour,
} from '@tillgate/payment-crypto';
import type { TerminalIdentity, WireCard } from './demo-world.fixture.js';

interface Key {
  readonly value: string;
  readonly kcv: string;
}

interface Issuer {
  readonly bins: readonly string[];
  readonly pinVerification: 'visa-pvv' | 'ibm-3624';
  readonly decimalisationTable?: string;
  readonly zpk: Key;
  readonly pvk: Key;
  readonly imkAc: Key;
}

export interface SecretWorld {
  readonly acquirer: object;
  readonly issuers: readonly Issuer[];
  readonly terminals: ReadonlyArray<TerminalIdentity & { readonly tmk: Key }>;
  readonly cards: readonly WireCard[];
}

const PIN_DIGITS = 12;

export function secretWorld(): SecretWorld {
  const demo = JSON.parse(
    readFileSync(new URL('../../server/src/demo/demo-world.json', import.meta.url), 'utf8'),
  ) as SecretWorld;
  const issuers = demo.issuers.map((issuer) => ({
    ...issuer,
    ...{ zpk: freshKey(), pvk: freshKey(), imkAc: freshKey() },
  }));
  return {
    ...demo,
    issuers,
    terminals: demo.terminals.map((terminal) => ({ ...terminal, tmk: freshKey() })),
    cards: demo.cards.map((card) => {
      const issuer = issuers.find(({ bins }) => bins.some((bin) => card.pan.startsWith(bin)));
      if (!issuer) throw new Error('a bank issues every card');
      const pin = Array.from({ length: PIN_DIGITS }, () => randomInt(10)).join('');
      return { ...card, pin, pinReference: referenceOf(issuer, card.pan, pin) };
    }),
  };
}

export interface MemoryCanary {
  readonly kind: 'key' | 'pin' | 'pin-block';
  readonly value: string;
}

/** Keys, PINs, and PIN blocks in clear. */
export function secretsOf({ issuers, terminals, cards }: SecretWorld): readonly MemoryCanary[] {
  const keys = [
    ...issuers.flatMap(({ zpk, pvk, imkAc }) => [zpk, pvk, imkAc]),
    ...terminals.map(({ tmk }) => tmk),
  ];
  return [
    ...keys.map(({ value }) => ({ kind: 'key', value }) as const),
    ...cards.flatMap(({ pin, pan }) => [
      { kind: 'pin', value: pin } as const,
      { kind: 'pin-block', value: bytesToHex(encodePinBlockFormat0(pinFromText(pin), pan)) } as const,
    ]),
  ];
}

function freshKey(): Key {
  const key = adjustParity(new Uint8Array(randomBytes(16)));
  return { value: bytesToHex(key), kcv: bytesToHex(kcvOfZeros(createTdes(key))) };
}

function referenceOf(issuer: Issuer, pan: string, pin: string): string {
  const pvk = createTdes(hexToBytes(issuer.pvk.value));
  const digits = pinFromText(pin);
  if (issuer.pinVerification === 'visa-pvv') return visaPvvOfEachFour(pvk, 1, pan, digits);
  const { decimalisationTable = '' } = issuer;
  return ibm3624Offset({ pvk, decimalisationTable, validationData: ibm3624ValidationData(pan) }, digits);
}
