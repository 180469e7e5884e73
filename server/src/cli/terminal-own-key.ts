// The key that a terminal was handed, in its data directory: sealed as its state is. Before one is loaded, a terminal
// of the demo world has the key that is printed with it.

import { join } from 'node:path';
import { type DemoTerminal, demoWorld } from '../demo/index.js';
import { replaceFile, sealedFile } from './terminal-store.js';

/** What `tillgate terminal` must know of the terminal that it plays. */
export interface OwnTerminal
  extends Pick<DemoTerminal, 'terminalId' | 'merchantId' | 'profile' | 'pinRequiredCode'> {
  /** Hexadecimal. */
  readonly key: string;
}

/** With whether it was loaded here, rather than printed with the demo world. */
export interface LoadedTerminal extends OwnTerminal {
  readonly wasLoaded: boolean;
}

const pathOf = (dataDir: string, terminalId: string): string =>
  join(dataDir, 'terminals', `${terminalId}.key.json`);

export async function saveOwnTerminal(dataDir: string, terminal: OwnTerminal): Promise<void> {
  const file = await sealedFile(dataDir, terminal.terminalId);
  await replaceFile(pathOf(dataDir, terminal.terminalId), file.seal(terminal));
}

/** Undefined for a terminal that is not of the demo world and was handed no key here. */
export async function loadOwnTerminal(
  dataDir: string,
  terminalId: string,
): Promise<LoadedTerminal | undefined> {
  const file = await sealedFile(dataDir, terminalId);
  const loaded = await file.open<OwnTerminal>(pathOf(dataDir, terminalId));
  if (loaded !== undefined) return { ...loaded, wasLoaded: true };
  const known = demoWorld.terminals.find((one) => one.terminalId === terminalId);
  return known && { ...known, key: known.tmk.value, wasLoaded: false };
}
