// A phone desk for tests of the web's door: one holder, whose session is `TOKEN`, and a payment that can be confirmed.

import type { PhoneDesk } from './phone-desk.js';
import type { Holder } from './phone-shapes.js';

export const TOKEN: string = 'T'.repeat(43);
export const RRN = '632600000001';
export const NONCE: string = 'n'.repeat(43);
const holder: Holder = { holderId: 'lin', name: { zh: '林晓', en: 'Lin Xiao' }, mobileEnd: '0001' };
const question = { challenge: 'c', relyingParty: 'localhost', credentialIds: [] };

/** `done` hears what the desk was asked to do. */
export function phoneDesk(done: (what: string) => void = () => undefined): PhoneDesk {
  return {
    sendSignInCode: async (mobile) => (mobile === '13800000009' ? 'TG_CODES_TOO_MANY' : 'sent'),
    signIn: async (_mobile, code) => (code === '123456' ? { token: TOKEN, holder } : 'TG_CODE_WRONG'),
    askPasskey: async () => question,
    signInByPasskey: async () => 'TG_PASSKEY_REFUSED',
    who: async (token) => (token === TOKEN ? holder : undefined),
    signOut: async () => done('signed out'),
    askNewPasskey: async () => question,
    addPasskey: async () => 'added',
    view: async () => ({ now: 0, holder, passkeys: 0, awaiting: [], cards: [], payments: [] }),
    scan: async (_holder, link) => (link.endsWith('good') ? { rrn: RRN, token: 't' } : 'TG_SCAN_FORGED'),
    ask: async (_holder, rrn) => (rrn === RRN ? question : undefined),
    sendConfirmationCode: async () => 'sent',
    confirm: async (_holder, rrn, order) => {
      done(`confirmed ${rrn} ${JSON.stringify(order)}`);
      return 'confirmed';
    },
    refuse: async () => 'refused',
    setCard: async (_holder, cardId, settings) => {
      done(`set ${cardId} ${JSON.stringify(settings)}`);
      return 'set';
    },
    issueCode: async (_holder, cardId) => (cardId === 7 ? { code: '62', goodUntil: 1 } : undefined),
    revokeCode: async (_holder, cardId) => cardId === 7,
    beginPin: async (_holder, cardId) =>
      cardId === 7
        ? { nonce: NONCE, at: 0, handle: 'h', publicKey: 'k', fingerprint: 'f', question }
        : undefined,
    sendPinCode: async (_holder, _cardId, nonce) => (nonce === NONCE ? 'sent' : 'TG_PIN_ENTRY_OVER'),
    setPin: async (_holder, cardId, order) => {
      done(`PIN of ${cardId} ${JSON.stringify(order)}`);
      return 'set';
    },
    explain: async (_holder, rrn) =>
      rrn === RRN ? { rrn, text: { zh: '', en: '' }, next: { zh: '', en: '' } } : undefined,
    dispute: async (_holder, rrn) => rrn === RRN,
  };
}
