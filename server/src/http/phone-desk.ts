// What the phone page's routes need of the cardholder's room.

import type {
  CardSettings,
  ConfirmationOrder,
  ExplainedReference,
  Holder,
  IssuedPaymentCode,
  NewPasskey,
  PasskeyAnswer,
  PasskeyQuestion,
  PaymentCodeOrder,
  PhoneRefusal,
  PhoneView,
  PinEntryTerms,
  PinOrder,
} from './phone-shapes.js';

type OpenedSession = { readonly token: string; readonly holder: Holder };

export interface PhoneDesk {
  sendSignInCode(mobile: string): Promise<'sent' | PhoneRefusal>;
  signIn(mobile: string, code: string): Promise<OpenedSession | PhoneRefusal>;
  askPasskey(mobile: string): Promise<PasskeyQuestion>;
  signInByPasskey(mobile: string, answer: PasskeyAnswer): Promise<OpenedSession | PhoneRefusal>;
  /** The holder of a session; undefined when it is unknown or has been idle too long. */
  who(token: string): Promise<Holder | undefined>;
  signOut(token: string): Promise<void>;
  askNewPasskey(holder: Holder): Promise<PasskeyQuestion>;
  addPasskey(holder: Holder, passkey: NewPasskey): Promise<'added' | PhoneRefusal>;
  view(holder: Holder): Promise<PhoneView>;
  scan(
    holder: Holder,
    link: string,
  ): Promise<{ readonly rrn: string; readonly token: string } | PhoneRefusal>;
  ask(holder: Holder, rrn: string): Promise<PasskeyQuestion | undefined>;
  sendConfirmationCode(holder: Holder, rrn: string): Promise<'sent' | PhoneRefusal>;
  confirm(holder: Holder, rrn: string, order: ConfirmationOrder): Promise<'confirmed' | PhoneRefusal>;
  refuse(holder: Holder, rrn: string): Promise<'refused' | PhoneRefusal>;
  setCard(holder: Holder, cardId: number, settings: CardSettings): Promise<'set' | PhoneRefusal>;
  /** Undefined for a card that is not the holder's, or not in use. */
  issueCode(holder: Holder, cardId: number, order: PaymentCodeOrder): Promise<IssuedPaymentCode | undefined>;
  /** False for a card that is not the holder's. */
  revokeCode(holder: Holder, cardId: number): Promise<boolean>;
  /** Undefined for a request that is not the holder's to know. */
  explain(holder: Holder, rrn: string): Promise<ExplainedReference | undefined>;
  /** False for a payment that is not the holder's. */
  dispute(holder: Holder, rrn: string): Promise<boolean>;
  /** Undefined for a card that is not the holder's. */
  beginPin(holder: Holder, cardId: number): Promise<PinEntryTerms | PhoneRefusal | undefined>;
  sendPinCode(holder: Holder, cardId: number, nonce: string): Promise<'sent' | PhoneRefusal>;
  setPin(holder: Holder, cardId: number, order: PinOrder): Promise<'set' | PhoneRefusal>;
}
