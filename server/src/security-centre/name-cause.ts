// From a refused message to its cause: the searches in the HSM, and what is known of the terminal beside them.

import { fromHex, toHex } from '@tillgate/iso8583';
import type { Hsm } from '../hsm/index.js';
import { Pan } from '../kernel/sensitive.js';
import type { TerminalRow } from '../store/index.js';
import type { KeyHolder } from './key-suspects.js';
import { macSearch, macSearchElsewhere } from './mac-suppositions.js';
import { causeOfFits, type NamedCause } from './named-cause.js';
import { pinSearch, pinSearchElsewhere } from './pin-suppositions.js';
import type { RefusedMessage, RefusedPin } from './refused-message.js';
import type { Sightings } from './sightings.js';

export interface NamingPorts {
  readonly hsm: Pick<Hsm, 'matchMac' | 'matchPinBlock' | 'decryptTrack2'>;
  /** Terminals whose keys this one may have: at the most `NEIGHBOURS_MAX`. */
  neighbours(terminal: TerminalRow): Promise<readonly KeyHolder[]>;
}

/** With less, keys of other terminals are tried as well. */
const SURE = 0.9;

export async function nameCause(
  ports: NamingPorts,
  sightings: Sightings,
  message: RefusedMessage,
): Promise<NamedCause> {
  const { pin } = message;
  if (pin) return namePinCause(ports, message, pin);
  const own = macSearch(message);
  const found = causeOfFits(own.supposed, await ports.hsm.matchMac(own.command));
  if (found?.cause === 'mac.previous-key') return sightings.staleKeys(message, found);
  if (found && found.confidence >= SURE) return found;
  const others = macSearchElsewhere(message, await ports.neighbours(message.terminal));
  const fits = others.supposed.length > 0 ? await ports.hsm.matchMac(others.command) : [];
  const tried = own.supposed.length + others.supposed.length;
  return causeOfFits(others.supposed, fits) ?? found ?? noneFits('mac.changed-on-the-way', tried);
}

/** Bytes changed on the way, a key that nobody here knows, or two mistakes at once: which of them stays open. */
function noneFits(cause: 'mac.changed-on-the-way' | 'pin.unknown', tried: number): NamedCause {
  return { cause, confidence: 0.5, figures: { tried } };
}

async function namePinCause(
  ports: NamingPorts,
  message: RefusedMessage,
  pin: RefusedPin,
): Promise<NamedCause> {
  const { hsm } = ports;
  const own = pinSearch(message, pin, await panOfTrack(hsm, pin));
  const places = own.supposed.length > 0 ? await hsm.matchPinBlock(own.command) : [];
  const found = causeOfFits(
    own.supposed,
    places.filter((place) => place > 0),
  );
  if (found && found.confidence >= SURE) return found;
  const others = pinSearchElsewhere(message, pin, await ports.neighbours(message.terminal));
  const fits = others.supposed.length > 0 ? await hsm.matchPinBlock(others.command) : [];
  const tried = own.supposed.length + others.supposed.length;
  return causeOfFits(others.supposed, fits) ?? found ?? noneFits('pin.unknown', tried);
}

/** Where field 2 named the card, field 35 may name another. */
async function panOfTrack(
  hsm: Pick<Hsm, 'decryptTrack2'>,
  { track, isTrackEncrypted, working, pan }: RefusedPin,
): Promise<string | undefined> {
  if (track === undefined) return undefined;
  const clear = isTrackEncrypted ? await decrypted(hsm, working?.trackKey?.block, track) : track;
  const other = Pan.parse(clear?.split(/[D=]/)[0] ?? '');
  return other && other.reveal() !== pan.reveal() ? other.reveal() : undefined;
}

async function decrypted(
  hsm: Pick<Hsm, 'decryptTrack2'>,
  key: string | undefined,
  track: string,
): Promise<string | undefined> {
  const packed = fromHex(track.length % 2 === 0 ? track : `${track}0`);
  if (key === undefined || !packed) return undefined;
  const clear = await hsm.decryptTrack2({ key, packed, digits: track.length });
  return toHex(clear).slice(0, track.length);
}
