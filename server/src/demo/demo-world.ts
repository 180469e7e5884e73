// The demo world: two banks, three merchants, terminals of every dialect and cards, all made up. Its keys and
// PINs are printed in this repository and good for nothing else.

import type { CvmRules } from '../store/index.js';
import world from './demo-world.json' with { type: 'json' };

export interface DemoKey {
  /** Clear double-length TDES key, hex. */
  readonly value: string;
  /** First three bytes of the check value, hex. */
  readonly kcv: string;
}

interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface DemoIssuer {
  readonly id: string;
  readonly name: Words;
  readonly bins: readonly string[];
  readonly zpk: DemoKey;
  readonly pvk: DemoKey;
  readonly pinVerification: 'visa-pvv' | 'ibm-3624';
  readonly decimalisationTable?: string;
  /** Master key for cryptograms, and how this bank's cards are made with it. */
  readonly imkAc: DemoKey;
  readonly uniqueKeyOption: 'A' | 'B';
  readonly cryptogramVersion: 'unionpay-01' | 'visa-18';
  /** Its rules for payments without a PIN, by the name that cards call them. */
  readonly cvmPolicies: Readonly<Record<string, CvmRules>>;
}

export interface DemoMerchant {
  readonly id: string;
  readonly mcc: string;
  readonly name: Words;
  readonly city: Words;
  readonly feeBasisPoints: number;
  readonly noPinLimitFen: number;
}

export interface DemoTerminal {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly profile: string;
  readonly serialNumber: string;
  readonly tmk: DemoKey;
  readonly status: 'active' | 'suspended' | 'retired';
  readonly pinRequiredCode: boolean;
}

export interface DemoCard {
  readonly name: string;
  readonly pan: string;
  readonly expiry: string;
  readonly serviceCode: string;
  readonly sequence: string;
  readonly product: 'debit' | 'credit';
  readonly pin: string;
  /** PVV or IBM 3624 offset: what the bank keeps instead of the PIN. */
  readonly pinReference: string;
  readonly status: 'active' | 'inactive' | 'frozen' | 'lost' | 'stolen';
  readonly onlinePin: 'enabled' | 'not-enabled';
  readonly availableFen: number;
  readonly perTransactionLimitFen: number;
  readonly dailyLimitFen: number;
  readonly dailyCountLimit: number;
  readonly cvm?: 'pin-or-signature';
  /** `standard` unless it says otherwise. */
  readonly cvmPolicy?: string;
  /** Above it the holder confirms on the phone. */
  readonly phoneConfirmAboveFen?: number;
  /** Its first right PIN is still to come. */
  readonly isNew?: boolean;
  /** What it is good for, shown on the card in the tray. */
  readonly note: Words;
  /** What a terminal gets when it pays with it; `answer` names codes of field 39. */
  readonly expect?: { readonly zh?: string; readonly en?: string; readonly answer?: string };
}

export interface DemoWorld {
  readonly acquirer: {
    readonly id: string;
    readonly name: Words;
    readonly currency: string;
    readonly timeZone: string;
  };
  readonly issuers: readonly DemoIssuer[];
  readonly merchants: readonly DemoMerchant[];
  readonly terminals: readonly DemoTerminal[];
  readonly operators: ReadonlyArray<{
    readonly id: string;
    readonly role: string;
    readonly firstPassword: string;
  }>;
  readonly cards: readonly DemoCard[];
  /** People with phones, and the cards that are theirs. */
  readonly cardholders: ReadonlyArray<{
    readonly id: string;
    readonly name: Words;
    readonly mobile: string;
    readonly cards: readonly string[];
  }>;
}

export const demoWorld: DemoWorld = world as DemoWorld;
