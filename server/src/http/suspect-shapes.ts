// Terminals that people should look at, and what was done about them: a part of api.ts.

interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface Suspect {
  readonly terminalId: string;
  readonly status: string;
  /** 0 to 1. */
  readonly score: number;
  /** Of that evidence alone that the terminal's own keys or certificate made: what the rule goes by. */
  readonly provedScore: number;
  /** Milliseconds since 1970 UTC: the first of the evidence. */
  readonly since: number;
  /** Different cards that were presented there since. */
  readonly cardsSeen: number;
  readonly evidence: ReadonlyArray<{
    /** A cause or a reason, or what its messages show side by side. */
    readonly what: string;
    readonly words: Words;
    readonly times: number;
    /** How many of them were made under its own keys or certificate; the others anybody on its line could make. */
    readonly proved: number;
    /** The newest transaction with it; empty where it is about none. */
    readonly lastRrn: string;
  }>;
}

/** A card that was presented at a suspect. */
export interface CardSeen {
  readonly cardId: number;
  readonly panMasked: string;
  readonly issuerName: Words;
  readonly status: string;
  /** Its bank keeps it in another host, and has to be told. */
  readonly isElsewhere: boolean;
  readonly times: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Its PIN was entered there. */
  readonly withPin: boolean;
  /** Its stripe was read there: what is needed to copy it. */
  readonly byStripe: boolean;
}

/** Of the cards that were seen at a suspect. */
export interface FrozenCards {
  readonly frozen: number;
  /** Frozen, lost, stolen or not active before. */
  readonly outAlready: number;
  readonly elsewhere: number;
}

export interface CaseStep {
  readonly at: number;
  readonly what: 'suspended' | 'resumed' | 'cards-frozen';
  /** A person, two people, or `rule`. */
  readonly by: string;
  readonly detail: object;
}

export interface SuspectDetail {
  /** Null where nothing speaks against it any more. */
  readonly suspect: Suspect | null;
  /** Cards are listed from here on. */
  readonly since: number;
  readonly cards: readonly CardSeen[];
  /** Newest first. */
  readonly steps: readonly CaseStep[];
}

/** A program that terminals may run. */
export interface KnownSoftware {
  /** As terminals report it: the first 16 hex digits of its SHA-256. */
  readonly hash: string;
  readonly name: string;
  readonly knownBy: string;
  readonly at: number;
}

/** What somebody said of a program. */
export interface SoftwareStep {
  readonly at: number;
  readonly hash: string;
  readonly name: string;
  readonly what: 'known' | 'withdrawn';
  readonly by: string;
}

/** From which score of proved evidence on, and of how many proved kinds, a terminal is suspended by itself. */
export interface QuarantineRule {
  readonly score: number;
  readonly kinds: number;
  readonly setBy: string;
  readonly setAt: number;
}
