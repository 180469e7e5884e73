// What is held of a message that was refused, for as long as the cause is looked for: copies, in memory only, wiped
// when the search is over.

import { type KeySerialNumber, type Profile, parseF62Ksn } from '@tillgate/pos-protocol';
import type { Outcome, Request, RoutedRequest } from '../acquirer/index.js';
import type { Pan } from '../kernel/sensitive.js';
import type { TerminalRow, WorkingKeys } from '../store/index.js';

export interface RefusedMessage {
  readonly rrn: string;
  readonly terminal: TerminalRow;
  readonly profile: Profile;
  readonly trace: string;
  /** Milliseconds since 1970 UTC. */
  readonly receivedAt: number;
  /** A frame's body. */
  readonly body: Uint8Array;
  /** Where TPDU, header, MTI and field 64 begin; TPDU and header have no length where there are none. */
  readonly headerAt: number;
  readonly messageAt: number;
  readonly macAt: number;
  /** Field 64. */
  readonly mac: Uint8Array;
  /** Of a message with keys of its own. */
  readonly ksn: KeySerialNumber | undefined;
  /** What the PIN block was to be read by; undefined while the MAC is what does not fit. */
  readonly pin: RefusedPin | undefined;
}

export interface RefusedPin {
  readonly pinBlock: Uint8Array;
  readonly pan: Pan;
  /** Of the working keys that the MAC came under; undefined with keys of the message's own. */
  readonly working: WorkingKeys | undefined;
  readonly isNextOwnKey: boolean;
  /** Field 35, and field 53 where it says that the track is encrypted. */
  readonly track: string | undefined;
  readonly isTrackEncrypted: boolean;
}

const TPDU_BYTES = 5;
const SEARCHED = ['mac.wrong', 'pin.unknown'];

/** Undefined for a request that was refused for another reason, or from which there is nothing to be tried. */
export function refusedMessage(
  request: Request & Partial<RoutedRequest>,
  { reason }: Pick<Outcome, 'reason'>,
): RefusedMessage | undefined {
  const { arrival, envelope, macInput, terminal } = request;
  const mac = envelope.message.bytes(64);
  const pin = reason === 'pin.unknown' ? refusedPin(request) : undefined;
  if (!SEARCHED.includes(reason) || !terminal || !macInput || !mac) return undefined;
  if (reason === 'pin.unknown' && !pin) return undefined;
  const messageAt = macInput.byteOffset - arrival.body.byteOffset;
  return {
    ...{ rrn: request.rrn, terminal, profile: request.profile, trace: request.trace },
    receivedAt: request.receivedAt,
    body: arrival.body.slice(),
    ...{ headerAt: envelope.tpdu ? TPDU_BYTES : 0, messageAt, macAt: messageAt + macInput.length },
    mac: mac.slice(),
    ksn: request.profile.keyScheme === 'aes-dukpt' ? parseF62Ksn(envelope.message.bytes(62)) : undefined,
    pin,
  };
}

function refusedPin({ pinBlock, pan, keys, envelope }: Partial<RoutedRequest>): RefusedPin | undefined {
  if (!pinBlock || !pan || !keys || !envelope) return undefined;
  return {
    ...{ pinBlock: pinBlock.slice(), pan, track: envelope.message.text(35) },
    isTrackEncrypted: envelope.message.text(53)?.[2] === '1',
    working: keys.scheme === 'aes-dukpt' ? undefined : keys.working,
    isNextOwnKey: keys.scheme === 'aes-dukpt' && keys.isNext,
  };
}

export function wipe({ body, mac, pin }: RefusedMessage): void {
  body.fill(0);
  mac.fill(0);
  pin?.pinBlock.fill(0);
}
