// Keys of one message (ANSI X9.24-3): derived from the terminal's initial key and the message's serial number, used
// for the message and its answer, and gone with the next. A part of the PIN pad: nothing secret comes out.

import {
  AES_DUKPT_COUNTER_BITS,
  AES_DUKPT_ONES_MAX,
  type AesDukptUsage,
  aesDukptDerivationKey,
  aesDukptWorkingKey,
  type BlockCipher,
  bytesToHex,
  createAes,
  encipherPinBlockFormat4,
  kcvOfCmac,
  nextDukptCounter,
  type TerminalMacKey,
} from '@tillgate/payment-crypto';

interface DerivedKeys {
  readonly pinKey: BlockCipher;
  readonly macOut: TerminalMacKey;
  readonly macIn: TerminalMacKey;
  readonly pinFill: Uint8Array;
  pinBlocks: number;
}

const PIN_FILL_BYTES = 8;

/** The counter after this one; undefined when the initial key is used up. */
export function counterAfter(counter: number): number | undefined {
  return nextDukptCounter(counter, AES_DUKPT_COUNTER_BITS, AES_DUKPT_ONES_MAX);
}

export class MessageKeys {
  readonly #initialKey: Uint8Array;
  #derived: DerivedKeys | undefined;

  /** @param initialKey 16 bytes; copied */
  constructor(initialKey: Uint8Array) {
    this.#initialKey = initialKey.slice();
  }

  /** @param ksn 12 bytes, never used before; @param pinFill 8 random bytes for each PIN block of the message */
  take(ksn: Uint8Array, pinFill: Uint8Array): void {
    for (const cipher of [this.#derived?.pinKey, this.#derived?.macOut.whole, this.#derived?.macIn.whole]) {
      cipher?.destroy();
    }
    const derivationKey = aesDukptDerivationKey(this.#initialKey, ksn);
    const cipherFor = (usage: AesDukptUsage): BlockCipher => {
      const key = aesDukptWorkingKey(derivationKey, ksn, usage, 'AES128');
      const cipher = createAes(key);
      key.fill(0);
      return cipher;
    };
    this.#derived = {
      pinKey: cipherFor('pin'),
      macOut: { whole: cipherFor('mac-generate'), firstHalf: undefined },
      macIn: { whole: cipherFor('mac-verify'), firstHalf: undefined },
      ...{ pinFill, pinBlocks: 0 },
    };
    derivationKey.fill(0);
  }

  /** ISO 9564-1 format 4, 16 bytes. */
  encryptPin(digits: Uint8Array, pan: string): Uint8Array {
    const taken = this.#taken();
    const at = taken.pinBlocks * PIN_FILL_BYTES;
    taken.pinBlocks += 1;
    return encipherPinBlockFormat4(
      taken.pinKey,
      digits,
      pan,
      taken.pinFill.subarray(at, at + PIN_FILL_BYTES),
    );
  }

  get macOut(): TerminalMacKey {
    return this.#taken().macOut;
  }

  get macIn(): TerminalMacKey {
    return this.#taken().macIn;
  }

  /** Of the initial key: the CMAC of zeros (ANSI X9.143 for AES keys). */
  get initialKeyCheckValue(): string {
    const cipher = createAes(this.#initialKey);
    const checkValue = bytesToHex(kcvOfCmac(cipher));
    cipher.destroy();
    return checkValue;
  }

  #taken(): DerivedKeys {
    if (this.#derived === undefined) throw new Error('no keys are taken for this message');
    return this.#derived;
  }
}
