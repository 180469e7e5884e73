// A PIN that its holder has set on the phone, put on the card under the card's lock. It moves no money and leaves no
// row of a transaction: the HSM's audit has it, and the holder gets a message.

import { afterRightPin } from '../issuer/index.js';
import type { PinReference, Unit } from '../store/index.js';

/** `locked`: too many wrong tries, and its bank does not unlock it so; `over`: the card is not in use any more. */
export type PinSet = 'set' | 'locked' | 'over';

export interface NewPin {
  readonly reference: PinReference;
  /** Whether its bank lets the phone unlock a PIN. */
  readonly unlocks: boolean;
  /** Wrong tries that lock it. */
  readonly triesMax: number;
}

export function setPinUnit(panHash: string, { reference, unlocks, triesMax }: NewPin): Unit<PinSet> {
  return {
    load: { terminalId: '', panHash, identities: [] },
    decide: (draft) => {
      const card = draft.card(panHash);
      if (card?.status !== 'active') return 'over';
      if (card.pin_tries >= triesMax && !unlocks) return 'locked';
      // Passkey or code have shown that the holder is there, as a right PIN does.
      draft.putCard({ ...afterRightPin(card), pin_reference: reference });
      return 'set';
    },
  };
}
