// The issuer's door: the PIN check, the decision on a payment, and its undoing.

export { changePin, type PinChanged } from './change-pin.js';
export { checkCryptogram } from './check-cryptogram.js';
export { checkPin } from './check-pin.js';
export { policyOf } from './cvm-policy.js';
export { decidePayment, decidePin, PIN_TRIES } from './decide-payment.js';
export { decidePinChange } from './decide-pin-change.js';
export type { CheckedCryptogram, IssuerDecision, PaymentAsk, PinResult } from './payment-ask.js';
export { pinReferenceOf } from './pin-reference-of.js';
export { askedUnder, type PaymentBefore } from './preview-policy.js';
export { afterRightPin, countInLimitsAgain, forgetInLimits } from './unverified-use.js';
