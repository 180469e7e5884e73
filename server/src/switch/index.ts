// The switch's door: which bank a card belongs to, and the PIN on its way there.

export { issuerOf, type PinKey, translatePin } from './route-payment.js';
