// Joins the room: what the phone page may ask for, as one desk behind the web's door.

import type { Hsm } from '../hsm/index.js';
import type { PhoneDesk } from '../http/index.js';
import type { Clock } from '../kernel/clock.js';
import type { Random } from '../kernel/random.js';
import type { Directory, GroupCommit, Sql } from '../store/index.js';
import { disputePayment, setCard } from './card-settings.js';
import { createConfirmations } from './confirmations.js';
import { explainReference } from './explain-reference.js';
import { createHolderSessions } from './holder-sessions.js';
import { holderView } from './holder-view.js';
import type { MessageGateway } from './message-gateway.js';
import { createOneTimeCodes } from './one-time-codes.js';
import { createPasskeys } from './passkeys.js';
import { issueHolderCode, revokeHolderCode } from './payment-codes.js';
import { createPinEntries } from './pin-entries.js';

export interface PhoneDeskPorts {
  readonly sql: Sql;
  readonly hsm: Pick<Hsm, 'contentHash' | 'makePinEntryKey' | 'openPan' | 'setPin'>;
  readonly books: GroupCommit;
  readonly directory: Pick<Directory, 'issuer'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly gateway: MessageGateway;
  /** False for a bank behind a link, whose cards' PINs are not here. */
  decidesHere(issuerId: string): boolean;
  /** Where people reach the web: `http://localhost:8080`. */
  address(): string;
}

export function createPhoneDesk(ports: PhoneDeskPorts): PhoneDesk {
  const { sql, clock, directory } = ports;
  const site = () => {
    const { origin, hostname } = new URL(ports.address());
    return { origin, relyingParty: hostname };
  };
  const codes = createOneTimeCodes(ports);
  const passkeys = createPasskeys({ ...ports, site });
  const sessions = createHolderSessions({ ...ports, codes, passkeys });
  const confirmations = createConfirmations({ ...ports, codes, passkeys, site });
  const pins = createPinEntries({ ...ports, codes, passkeys, site });
  return {
    ...sessions,
    ...confirmations,
    sendSignInCode: sessions.sendCode,
    sendConfirmationCode: confirmations.sendCode,
    askNewPasskey: ({ holderId }) => passkeys.ask(holderId, 'register'),
    addPasskey: passkeys.add,
    view: async (holder) => {
      const { length } = await passkeys.idsOf(holder);
      return holderView({ sql, directory, now: clock.now }, holder, length);
    },
    setCard: (holder, cardId, settings) => setCard(sql, holder, cardId, settings),
    issueCode: (holder, cardId, order) => issueHolderCode(ports, holder, cardId, order),
    revokeCode: (holder, cardId) => revokeHolderCode(sql, holder, cardId),
    beginPin: pins.begin,
    sendPinCode: pins.sendCode,
    setPin: pins.set,
    explain: (holder, rrn) => explainReference(sql, holder, rrn),
    dispute: (holder, rrn) => disputePayment(sql, holder, rrn, clock.now()),
  };
}
