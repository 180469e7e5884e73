// The chip of a demo card for `tillgate terminal`. The host tells its counter, which goes on however many terminals
// the card is shown to.

import { type Chip, VirtualChip } from '@tillgate/terminal';
import type { DemoCard } from '../demo/index.js';
import type { PresentedChip } from '../http/api.js';
import type { Cli } from './cli.js';
import { askHost, HostFault } from './host-client.js';

/** Undefined when the host has no demo world: the card is then read without its cryptogram. */
export async function demoChip(
  cli: Cli,
  options: Readonly<Record<string, unknown>>,
  { name, pan, sequence }: DemoCard,
): Promise<Chip | undefined> {
  try {
    const presented = await askHost<PresentedChip>(cli, options, '/api/demo/chip', { card: name });
    const masterKey = Uint8Array.from(Buffer.from(presented.masterKey, 'hex'));
    return new VirtualChip({ ...presented, masterKey, pan, sequence });
  } catch (error) {
    if (error instanceof HostFault) return undefined;
    throw error;
  }
}
