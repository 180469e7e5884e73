// The only error this package throws for bad input. Its text names the rule that was broken and never
// carries key, PIN or card digits, so that it may be logged (PCI PIN requirement 2, PCI DSS 3.3).

const TEXTS = {
  TG_NOT_HEX: 'the text is not hexadecimal bytes',
  TG_DATA_LENGTH: 'the data has a length that this operation does not take',
  TG_KEY_LENGTH: 'the key has a length that this algorithm does not take',
  TG_KEY_PARITY: 'the key does not have odd parity',
  TG_KEY_WEAK: 'a part of the key is a weak or semi-weak DES key',
  TG_KEY_HALVES_EQUAL: 'two parts of the key are equal',
  TG_KEY_COMPONENTS: 'a key is formed from two to nine components of one length',
  TG_KCV_MISMATCH: 'the key check value does not belong to this key',
  TG_KEY_BLOCK: 'the key block is malformed',
  TG_KEY_BLOCK_MAC: 'the key block is not authentic under this protection key',
  TG_KEY_STRENGTH: 'a derived key may not be stronger than the key it comes from',
  TG_KSN: 'the key serial number has a length that this method does not take',
  TG_KSN_COUNTER: 'the counter of the key serial number is zero or one that no terminal uses',
  TG_CARD_DATA: 'an expiry date, service code or other card value does not have its form',
  TG_PIN: 'a PIN is 4 to 12 decimal digits',
  TG_PIN_BLOCK: 'the PIN block does not decode',
  TG_PIN_FORMAT_RULE: 'a PIN block may not be translated in this way',
  TG_PAN: 'the account number has a length or characters that this operation does not take',
  TG_PVKI: 'a PIN verification key index is one decimal digit',
  TG_PVV: 'a PIN verification value is four decimal digits',
  TG_DECIMALISATION: 'a decimalisation table is sixteen decimal digits and not a weak one',
  TG_PIN_OFFSET: 'a PIN offset has as many decimal digits as the PIN',
} as const;

export type CryptoFaultCode = keyof typeof TEXTS;

/** Rejected input. Nothing derived from it has been released. */
export class CryptoFault extends Error {
  /** Stable; never reused for another meaning. */
  readonly code: CryptoFaultCode;

  constructor(code: CryptoFaultCode) {
    super(TEXTS[code]);
    this.name = 'CryptoFault';
    this.code = code;
  }
}
