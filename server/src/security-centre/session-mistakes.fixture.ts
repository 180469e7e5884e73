// Mistakes of a terminal's session, which the answer's own reason names without any search.

import { formatKsn } from '@tillgate/pos-protocol';
import { PAN, TERMINAL_ID } from '../acquirer/till.fixture.js';
import { field64, formOf } from './field-64.fixture.js';
import type { Mistake } from './mac-mistakes.fixture.js';
import { type MistakenTerminal, OTHER_TERMINAL, rightRange } from './mistaken-terminal.fixture.js';

const DAY_MS = 86_400_000;

function paid(terminal: MistakenTerminal, message = terminal.payment()) {
  const packed = terminal.packed(message);
  return terminal.sent(packed, field64(terminal.macKey(), rightRange(packed), formOf(terminal.profile)));
}

const ofWorkingKeys =
  (mistake: Mistake): Mistake =>
  async (terminal) =>
    terminal.profile.keyScheme === 'aes-dukpt' ? undefined : mistake(terminal);

const ofMessageKeys =
  (mistake: Mistake): Mistake =>
  async (terminal) =>
    terminal.profile.keyScheme === 'aes-dukpt' ? mistake(terminal) : undefined;

export const sessionMistakes: Readonly<Record<string, Mistake>> = {
  'key.not-signed-on': ofWorkingKeys(async (terminal) => {
    await terminal.till.send(terminal.till.message('0820').set(60, '00000001002'), null);
    return paid(terminal);
  }),
  'key.expired': ofWorkingKeys(async (terminal) => {
    terminal.till.now += DAY_MS;
    return paid(terminal);
  }),
  'key.no-track-key': ofWorkingKeys(async (terminal) => {
    if (terminal.keys.track) return undefined;
    const message = terminal.payment().set(35, `${PAN}D30122200000000000`).set(53, '0010000000000000');
    message.delete(2);
    return paid(terminal, message);
  }),
  'key.serial-number': ofMessageKeys(async (terminal) =>
    paid(terminal, terminal.payment().set(62, formatKsn(OTHER_TERMINAL, 1))),
  ),
  'key.serial-number-spent': ofMessageKeys(async (terminal) => {
    await terminal.payWell();
    return paid(terminal, terminal.till.purchase().set(62, formatKsn(TERMINAL_ID, terminal.counter)));
  }),
  'terminal.certificate': async (terminal) => {
    terminal.till.certifiedTerminalId = OTHER_TERMINAL;
    const named = await paid(terminal);
    terminal.till.certifiedTerminalId = undefined;
    return named;
  },
};
