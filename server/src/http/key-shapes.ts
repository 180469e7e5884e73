// The shapes of the key map and of what is done with keys of terminals: a part of api.ts.

/** The life of a key; check values are six hexadecimal digits, and never more of a key than that. */
interface KeyAge {
  readonly createdAt: number;
  readonly uses: number;
  /** By its age. */
  readonly dueAt: number;
  /** By age or by uses. */
  readonly isDue: boolean;
}

/** The newest working keys of a terminal. */
export interface WorkingKeySet extends KeyAge {
  readonly kcv: { readonly pin: string; readonly mac: string; readonly track: string | null };
  /** Handed out, and no message has come under them yet. */
  readonly isPending: boolean;
}

/** One line of the key map. */
export interface TerminalKeys {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly merchantName: { readonly zh: string; readonly en: string };
  readonly profile: string;
  readonly scheme: 'tdes' | 'sm4' | 'aes-dukpt';
  /** The terminal's own: master key, or initial key of AES DUKPT. Generation 0: nobody holds it yet. */
  readonly own: KeyAge & {
    readonly kcv: string;
    readonly generation: number;
    readonly isCompromised: boolean;
  };
  /** Handed over, and no message under it has come yet: either serves. */
  readonly next: { readonly kcv: string; readonly generation: number; readonly createdAt: number } | null;
  readonly working: WorkingKeySet | null;
  /** AES DUKPT: counter of the newest message. */
  readonly messages: number | null;
  /** The header of its answers asks it to sign on again; or to fetch a new key. */
  readonly asksForSignOn: boolean;
  readonly asksForOwnKey: boolean;
}

/** What a terminal's own key takes with it. */
export interface BlastRadius {
  readonly since: number;
  readonly workingKeySets: number;
  readonly messages: number;
  /** Cards whose PIN came encrypted under keys that came from it. */
  readonly cardsWithPin: number;
}

export interface TerminalKeysDetail extends TerminalKeys {
  readonly blastRadius: BlastRadius;
}

export interface NewTerminal {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly profile: string;
  readonly serialNumber?: string;
}

/** A ceremony of a key by components that is under way. */
export interface KeyComponents {
  /** Names it, as components are sealed for it. */
  readonly label: string;
  /** Base64 of DER, SubjectPublicKeyInfo: the HSM's, of this ceremony. */
  readonly publicKey: string;
}

/** Base64, both; and the check value that the person holds the component to have, or empty. */
export interface SealedKeyComponent {
  readonly ephemeralKey: string;
  readonly sealed: string;
  readonly checkValue: string;
}

export interface EnteredKeyComponent {
  readonly checkValue: string;
  readonly entered: number;
  readonly wanted: number;
  /** Check value of the key; empty until the last component. */
  readonly total: string;
}

/** What a terminal asks for a key with. */
export interface HandOverRequest {
  readonly certificate: string;
  /** Check value of the key that it holds; empty when it holds none. */
  readonly holds: string;
  /** Random, the terminal's own: an answer that somebody recorded has another. 32 hexadecimal digits. */
  readonly nonce: string;
}

/** A terminal's new key, for the holder of its certificate's private key alone. */
export interface HandedTerminalKey {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly profile: string;
  readonly generation: number;
  readonly kcv: string;
  /** Base64 of DER, SubjectPublicKeyInfo. */
  readonly ephemeralKey: string;
  /** X9.143 version D key block under the agreed key. */
  readonly transport: string;
  /** The host's, over all of it and the terminal's nonce: base64, DER. */
  readonly signature: string;
  /** The host's, of the authority that the terminal trusts. */
  readonly certificatePem: string;
}
