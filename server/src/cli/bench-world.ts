// The world of a load run: the demo's banks and load cards, and as many terminals as are asked for, each with a
// master key of its own made from its number. Good for a temporary data directory and nothing else.

import { createHash } from 'node:crypto';
import { adjustParity, bytesToHex, createTdes, hexToBytes, kcvOfZeros } from '@tillgate/payment-crypto';
import { type DemoTerminal, type DemoWorld, demoWorld } from '../demo/index.js';

export function loadWorld(terminals: number): DemoWorld {
  return {
    ...demoWorld,
    terminals: Array.from({ length: terminals }, (_, index) => loadTerminal(index)),
    cards: demoWorld.cards.filter((card) => card.name.startsWith('load-')),
  };
}

function loadTerminal(index: number): DemoTerminal {
  const clear = createHash('sha256').update(`load terminal ${index}`).digest().subarray(0, 16);
  const tmk = adjustParity(Uint8Array.from(clear));
  return {
    terminalId: String(20_000_000 + index),
    merchantId: demoWorld.merchants[index % demoWorld.merchants.length]?.id ?? '',
    profile: 'cup-pos',
    serialNumber: `TG-LOAD-${index}`,
    tmk: { value: bytesToHex(tmk), kcv: bytesToHex(kcvOfZeros(createTdes(tmk), 3)) },
    status: 'active',
    pinRequiredCode: true,
  };
}

export function clearTmk(terminal: DemoTerminal): Uint8Array {
  return hexToBytes(terminal.tmk.value);
}
