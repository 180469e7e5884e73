// A chip card as the terminal's kernel talks to it: the first cryptogram of a payment, and the second, with which
// the card says whether it takes the answer for its bank's (EMV Book 3, 10.8 to 10.11).

/** What the terminal tells the card about a payment. */
export interface ChipTerms {
  /** 0 for a balance enquiry. */
  readonly amountMinor: number;
  /** 9C, two digits: the first two of the processing code. */
  readonly transactionType: string;
  /** Three digits, ISO 4217. */
  readonly currency: string;
  /** YYMMDD, local. */
  readonly date: string;
  /** 4 bytes. */
  readonly unpredictableNumber: Uint8Array;
  /** 9F41: the trace. */
  readonly trace: string;
  /** 8 characters. */
  readonly serialNumber: string;
  readonly contactless: boolean;
  /** A PIN was entered for it, to be checked online. */
  readonly withPin: boolean;
}

export interface Chip {
  /** F55 of the request. */
  firstCryptogram(terms: ChipTerms): Uint8Array;
  /**
   * Whether the card takes the answer: it does unless a proof (tag 91) is there and not its bank's.
   * @param chipData F55 of the answer; @param answerCode F39
   */
  takesAnswer(chipData: Uint8Array | undefined, answerCode: string): boolean;
}
