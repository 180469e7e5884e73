// The shapes of the keys shared with banks: a part of api.ts. Check values are six hexadecimal digits, and never more
// of a key than that.

import type { TerminalKeys } from './key-shapes.js';

/** Zone PIN key, PIN verification key, master key of card cryptograms, master key under which zone keys travel. */
export type ZoneKeyRole = 'zpk' | 'pvk' | 'imk-ac' | 'zone-master';

export interface ZoneKeyGeneration {
  /** Key version number of its blocks. */
  readonly generation: number;
  /** `accepted`: nothing is encrypted under it any more, what comes under it is still taken. */
  readonly state: 'live' | 'accepted' | 'retired' | 'compromised';
  readonly kcv: string;
  readonly createdAt: number;
  readonly endedAt: number | null;
}

/** One key of one bank. */
export interface ZoneKeys {
  readonly issuerId: string;
  readonly issuerName: { readonly zh: string; readonly en: string };
  readonly role: ZoneKeyRole;
  /** Null: it is compromised, and the bank has brought no other. */
  readonly live: (ZoneKeyGeneration & { readonly dueAt: number; readonly isDue: boolean }) | null;
  /** Newest first. */
  readonly earlier: readonly ZoneKeyGeneration[];
}

/** What it takes with it. */
export interface ZoneBlastRadius {
  readonly since: number;
  /** Whose PIN blocks were encrypted under it. */
  readonly terminals: number;
  readonly payments: number;
  /** Cards whose PIN travelled under it, or whose PIN reference or card key came from it. */
  readonly cards: number;
}

export interface ZoneKeysDetail extends ZoneKeys {
  readonly blastRadius: ZoneBlastRadius;
}

/** The whole key map. */
export interface KeyMap {
  readonly terminals: readonly TerminalKeys[];
  readonly zones: readonly ZoneKeys[];
}
