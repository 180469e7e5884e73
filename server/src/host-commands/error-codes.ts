// The two-character error codes of answers, as clients of payShield-style HSMs know them, and which of this HSM's
// faults each stands for. Nothing finer leaves: a PIN block is good or 20, whatever is wrong with it.

export const ERROR_CODES = {
  '00': 'no error',
  '01': 'verification failed',
  '15': 'invalid input data',
  '20': 'the PIN block does not contain valid values',
  '23': 'PIN block format not served',
  '25': 'decimalisation table not one of this host',
  '41': 'the HSM is not available, or checks this account number no more for now',
  '68': 'command not served',
  '80': 'data length error',
  A4: 'key block authentication failure',
  A6: 'key usage, algorithm or mode not permitted here',
  B2: 'not a key block',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** By the stable codes of faults; any other says 41, so that nothing is answered as if it had been done. */
const OF_FAULT: Readonly<Record<string, ErrorCode>> = {
  TG_KEY_BLOCK: 'B2',
  TG_KEY_BLOCK_MAC: 'A4',
  TG_HSM_KEY_USAGE: 'A6',
  TG_HSM_CRYPTOGRAM: '01',
  TG_HSM_PIN_CHECKS: '41',
  TG_DATA_LENGTH: '80',
  TG_PAN: '15',
  TG_KSN: '15',
  TG_KSN_COUNTER: '15',
  TG_CARD_DATA: '15',
  TG_PVKI: '15',
  TG_PVV: '15',
  TG_PIN_OFFSET: '15',
  TG_DECIMALISATION: '25',
};

export function errorCodeOf(faultCode: string): ErrorCode {
  return OF_FAULT[faultCode] ?? '41';
}

/** Ends a command: its answer is the code alone. */
export class CommandRefusal extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super(ERROR_CODES[code]);
    this.name = 'CommandRefusal';
    this.code = code;
  }
}
