// A PIN set on the phone: an occasion with a nonce, the holder's proof to be there, and a PIN that was sealed for the
// bank's key. The host carries it to the HSM and gets back what PINs are verified by; it never holds the PIN.

import { createHash } from 'node:crypto';
import type { Hsm, PinChange } from '../hsm/index.js';
import type { Holder, HolderProof, PhoneRefusal, PinEntryTerms, PinOrder } from '../http/api.js';
import { PIN_TRIES, pinReferenceOf, policyOf } from '../issuer/index.js';
import type { Clock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import type { Random } from '../kernel/random.js';
import type { CardRow, Directory, GroupCommit, IssuerRow, Sql } from '../store/index.js';
import { refusalOf } from './holder-sessions.js';
import type { MessageGateway } from './message-gateway.js';
import type { CodePurpose, OneTimeCodes } from './one-time-codes.js';
import type { Site } from './passkey.js';
import type { Passkeys } from './passkeys.js';
import { setPinUnit } from './set-pin-unit.js';

export interface PinEntries {
  /** Undefined for a card that is not the holder's. */
  begin(holder: Holder, cardId: number): Promise<PinEntryTerms | PhoneRefusal | undefined>;
  sendCode(holder: Holder, cardId: number, nonce: string): Promise<'sent' | PhoneRefusal>;
  set(holder: Holder, cardId: number, order: PinOrder): Promise<'set' | PhoneRefusal>;
}

export interface PinEntryPorts {
  readonly sql: Sql;
  readonly hsm: Pick<Hsm, 'contentHash' | 'makePinEntryKey' | 'openPan' | 'setPin'>;
  readonly books: GroupCommit;
  readonly directory: Pick<Directory, 'issuer'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly codes: OneTimeCodes;
  readonly gateway: MessageGateway;
  readonly passkeys: Pick<Passkeys, 'isAnswered' | 'idsOf'>;
  decidesHere(issuerId: string): boolean;
  site(): Site;
}

type Card = CardRow & { readonly pan_sealed: string; readonly mobile: string };

/** An occasion, and so a one-time code for it, is good so long; the HSM takes a sealed PIN for twice that. */
const GOOD_FOR_MS = 5 * 60_000;
const NONCE_BYTES = 32;

const REFUSALS: Readonly<Record<Exclude<PinChange['result'], 'changed'>, PhoneRefusal>> = {
  'same-digits': 'TG_PIN_SAME_DIGITS',
  sequence: 'TG_PIN_SEQUENCE',
  undecodable: 'TG_PIN_ENTRY_BROKEN',
  // Only a change by the old PIN compares.
  mismatch: 'TG_PIN_ENTRY_BROKEN',
  unchanged: 'TG_PIN_ENTRY_BROKEN',
};

/** A bank's verification key that may not generate; a time that the room does not take. */
const REFUSED_BY_HSM: Readonly<Record<string, PhoneRefusal>> = {
  TG_HSM_KEY_USAGE: 'TG_PIN_NOT_ON_PHONE',
  TG_PIN_ENTRY_TIME: 'TG_PIN_ENTRY_OVER',
};

export function createPinEntries(ports: PinEntryPorts): PinEntries {
  const { sql, clock, random, codes, gateway, passkeys } = ports;
  const find = async (holder: Holder, cardId: number): Promise<Card | undefined> => {
    const [row] = await sql.unsafe(
      `select c.*, h.mobile from card c join cardholder h using (holder_id) where card_id = $1 and holder_id = $2`,
      [cardId, holder.holderId],
    );
    return row as unknown as Card | undefined;
  };
  return {
    async begin(holder, cardId) {
      const card = await find(holder, cardId);
      if (!card) return undefined;
      const issuer = ports.directory.issuer(card.issuer_id);
      const refusal = refusalFor(ports, issuer, card);
      if (refusal) return refusal;
      const { publicKey } = await entryKeyOf(ports, card.issuer_id);
      const [nonce, at] = [base64url(random.bytes(NONCE_BYTES)), clock.now()];
      await sql.unsafe('delete from pin_entry where at < $1', [at - GOOD_FOR_MS]);
      await sql.unsafe('insert into pin_entry (nonce, holder_id, card_id, at) values ($1, $2, $3, $4)', [
        ...[nonce, holder.holderId, cardId, at],
      ]);
      const question = {
        challenge: await challengeFor(ports, holder, cardId, nonce),
        relyingParty: ports.site().relyingParty,
        credentialIds: await passkeys.idsOf(holder),
      };
      const handle = Buffer.from(card.pan_hash, 'hex').toString('base64url');
      return { nonce, at, handle, publicKey, fingerprint: fingerprintOf(publicKey), question };
    },
    async sendCode(holder, cardId, nonce) {
      const card = await find(holder, cardId);
      if (!card || (await beganAt(ports, holder, cardId, nonce)) === undefined) return 'TG_PIN_ENTRY_OVER';
      const code = await codes.issue(purposeOf(holder, cardId, nonce));
      if (code === undefined) return 'TG_CODES_TOO_MANY';
      await gateway.send(
        card.mobile,
        `设置卡片 ${card.pan_last4} 的密码，验证码 ${code}，勿告诉他人。Your code to set the PIN is ${code}.`,
      );
      return 'sent';
    },
    async set(holder, cardId, order) {
      const card = await find(holder, cardId);
      const at = await beganAt(ports, holder, cardId, order.nonce);
      if (!card || at === undefined) return 'TG_PIN_ENTRY_OVER';
      const unproved = await refusalOfProof(ports, holder, cardId, order);
      if (unproved) return unproved;
      // Taken by whoever comes first: the same order again finds it gone.
      const taken = await sql.unsafe('delete from pin_entry where nonce = $1 returning 1', [order.nonce]);
      return taken.length === 1 ? setPin(ports, card, order, at) : 'TG_PIN_ENTRY_OVER';
    },
  };
}

function refusalFor(
  { decidesHere }: PinEntryPorts,
  issuer: IssuerRow | undefined,
  card: Card,
): PhoneRefusal | undefined {
  if (!issuer || !decidesHere(issuer.issuer_id)) return 'TG_PIN_NOT_ON_PHONE';
  const { pinOnPhone } = policyOf(issuer, card).rules;
  if (pinOnPhone === 'refused') return 'TG_PIN_NOT_ON_PHONE';
  if (card.status !== 'active') return 'TG_SETTING_REFUSED';
  return card.pin_tries >= PIN_TRIES && pinOnPhone !== 'set-and-unlock' ? 'TG_PIN_LOCKED' : undefined;
}

/** The bank's key pair, made when it is wanted first; of two hosts that make one, the first stays. */
async function entryKeyOf(
  { sql, hsm }: PinEntryPorts,
  issuerId: string,
): Promise<{ readonly key: string; readonly publicKey: string }> {
  const read = async () => {
    const [row] = await sql.unsafe(
      'select pin_entry_key as key, pin_entry_public as "publicKey" from issuer where issuer_id = $1',
      [issuerId],
    );
    return row as unknown as { readonly key: string | null; readonly publicKey: string | null };
  };
  const kept = await read();
  if (kept.key !== null && kept.publicKey !== null) return { key: kept.key, publicKey: kept.publicKey };
  const made = await hsm.makePinEntryKey({ label: `PIN ENTRY ${issuerId}` });
  await sql.unsafe(
    `update issuer set pin_entry_key = $2, pin_entry_public = $3 where issuer_id = $1 and pin_entry_key is null`,
    [issuerId, made.block, base64url(made.publicKey)],
  );
  return entryKeyOf({ sql, hsm } as PinEntryPorts, issuerId);
}

async function beganAt(
  { sql, clock }: PinEntryPorts,
  { holderId }: Holder,
  cardId: number,
  nonce: string,
): Promise<number | undefined> {
  const [row] = await sql.unsafe(
    'select at from pin_entry where nonce = $1 and holder_id = $2 and card_id = $3 and at >= $4',
    [nonce, holderId, cardId, clock.now() - GOOD_FOR_MS],
  );
  return row && Number(row.at);
}

async function refusalOfProof(
  ports: PinEntryPorts,
  holder: Holder,
  cardId: number,
  { nonce, proof }: PinOrder & { readonly proof: HolderProof },
): Promise<PhoneRefusal | undefined> {
  if ('code' in proof)
    return refusalOf(await ports.codes.check(purposeOf(holder, cardId, nonce), proof.code));
  const challenge = await challengeFor(ports, holder, cardId, nonce);
  const isRight = await ports.passkeys.isAnswered(holder.holderId, challenge, proof.passkey);
  return isRight ? undefined : 'TG_PASSKEY_REFUSED';
}

async function setPin(
  ports: PinEntryPorts,
  card: Card,
  order: PinOrder,
  at: number,
): Promise<'set' | PhoneRefusal> {
  const { hsm, books, gateway } = ports;
  const issuer = ports.directory.issuer(card.issuer_id);
  const refusal = refusalFor(ports, issuer, card);
  if (!issuer || refusal) return refusal ?? 'TG_PIN_NOT_ON_PHONE';
  const { key } = await entryKeyOf(ports, card.issuer_id);
  const made = pinReferenceOf(issuer, card.pin_reference);
  let set: PinChange;
  try {
    set = await hsm.setPin({
      ...{ key, pvk: issuer.pvk, at, reference: made.method },
      pan: await hsm.openPan(Buffer.from(card.pan_sealed, 'hex')),
      ephemeralKey: bytesOf(order.ephemeralKey),
      sealed: bytesOf(order.sealed),
      nonce: bytesOf(order.nonce),
    });
  } catch (error) {
    const refused = error instanceof Fault ? REFUSED_BY_HSM[error.code] : undefined;
    if (refused) return refused;
    throw error;
  }
  if (set.result !== 'changed') return REFUSALS[set.result];
  const unlocks = policyOf(issuer, card).rules.pinOnPhone === 'set-and-unlock';
  const put = { reference: made.renewed(set.value), unlocks, triesMax: PIN_TRIES };
  const done = await books.submit(setPinUnit(card.pan_hash, put));
  if (done === 'locked') return 'TG_PIN_LOCKED';
  if (done === 'over') return 'TG_SETTING_REFUSED';
  // It is set whether or not the holder hears of it.
  await gateway
    .send(card.mobile, `卡片 ${card.pan_last4} 的密码已在手机上设置；不是您请立即冻结。Your PIN was set.`)
    .catch(() => undefined);
  return 'set';
}

/** What the passkey signs: a PIN of this card, on this occasion, by this holder. */
async function challengeFor(
  { hsm }: Pick<PinEntryPorts, 'hsm'>,
  { holderId }: Holder,
  cardId: number,
  nonce: string,
): Promise<string> {
  const parts = ['passkey PIN entry', nonce, cardId, holderId];
  return base64url(await hsm.contentHash(new TextEncoder().encode(parts.join('|'))));
}

/** Counted by card, so that beginning again and again brings no more guesses. */
function purposeOf({ holderId }: Holder, cardId: number, nonce: string): CodePurpose {
  return { holderId, purpose: `pin:${cardId}`, occasion: nonce };
}

function fingerprintOf(publicKey: string): string {
  return createHash('sha256').update(bytesOf(publicKey)).digest('hex').toUpperCase();
}

function bytesOf(base64urlText: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64urlText, 'base64url'));
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
