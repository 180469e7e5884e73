// Payments that wait for their holder: what the phone shows of one, the code that was scanned for it, and the holder's
// yes or no. The yes is bound to amount, merchant and terminal by the challenge that the passkey signs, to the terminal
// in front of the holder by the scanned token or the number it shows, and to once by the card's lock.

import { confirmationOf, type HolderHeard, type HolderSays, holderSaysUnit } from '../acquirer/index.js';
import type { Hsm } from '../hsm/index.js';
import type { ConfirmationOrder, Holder, PasskeyQuestion, PhoneRefusal } from '../http/api.js';
import type { Clock } from '../kernel/clock.js';
import { printAmount } from '../kernel/money.js';
import type { GroupCommit, Sql } from '../store/index.js';
import { refusalOf } from './holder-sessions.js';
import type { MessageGateway } from './message-gateway.js';
import type { OneTimeCodes } from './one-time-codes.js';
import type { Site } from './passkey.js';
import type { Passkeys } from './passkeys.js';

export interface Confirmations {
  /** The payment of a scanned code, with the token that proves the scan. */
  scan(
    holder: Holder,
    link: string,
  ): Promise<{ readonly rrn: string; readonly token: string } | PhoneRefusal>;
  /** What the holder's passkey is to sign; undefined for a payment that is not the holder's or does not wait. */
  ask(holder: Holder, rrn: string): Promise<PasskeyQuestion | undefined>;
  sendCode(holder: Holder, rrn: string): Promise<'sent' | PhoneRefusal>;
  confirm(holder: Holder, rrn: string, order: ConfirmationOrder): Promise<'confirmed' | PhoneRefusal>;
  refuse(holder: Holder, rrn: string): Promise<'refused' | PhoneRefusal>;
}

export interface ConfirmationPorts {
  readonly sql: Sql;
  readonly hsm: Pick<Hsm, 'contentHash'>;
  readonly books: GroupCommit;
  readonly clock: Clock;
  readonly codes: OneTimeCodes;
  readonly gateway: MessageGateway;
  readonly passkeys: Pick<Passkeys, 'isAnswered' | 'idsOf'>;
  site(): Site;
}

interface WaitingRow {
  readonly rrn: string;
  readonly terminal_id: string;
  readonly merchant_id: string;
  readonly merchant_name: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly state: string;
  readonly holder_id: string | null;
  readonly pan_hash: string;
  readonly mobile: string;
}

const HEARD: Readonly<Record<Exclude<HolderHeard, 'done'>, PhoneRefusal>> = {
  already: 'TG_CONFIRMATION_ALREADY',
  over: 'TG_CONFIRMATION_OVER',
  'number-wrong': 'TG_NUMBER_WRONG',
};

export function createConfirmations(ports: ConfirmationPorts): Confirmations {
  const { hsm, codes, gateway, passkeys, site } = ports;
  const own = async (holder: Holder, rrn: string): Promise<WaitingRow | undefined> => {
    const row = await find(ports, rrn);
    return row?.holder_id === holder.holderId && row.state === 'awaiting' ? row : undefined;
  };
  return {
    async scan(holder, link) {
      const { origin } = site();
      const [, from, rrn = '', token = ''] = /^(.*)\/phone\/#(\d{12})\.([\w-]{22})$/.exec(link) ?? [];
      if (from !== origin) return report(ports, holder, 'foreign', link);
      const row = await find(ports, rrn);
      if (token !== (await confirmationOf(hsm, rrn)).token) return report(ports, holder, 'forged', link);
      if (row?.holder_id !== holder.holderId) return report(ports, holder, 'other-card', link);
      return row.state === 'awaiting' ? { rrn, token } : 'TG_CONFIRMATION_OVER';
    },
    async ask(holder, rrn) {
      const row = await own(holder, rrn);
      if (!row) return undefined;
      const { relyingParty } = site();
      const credentialIds = await passkeys.idsOf(holder);
      return { challenge: await challengeFor(hsm, holder, row), relyingParty, credentialIds };
    },
    async sendCode(holder, rrn) {
      const row = await own(holder, rrn);
      if (!row) return 'TG_CONFIRMATION_OVER';
      const code = await codes.issue({ holderId: holder.holderId, purpose: rrn });
      if (code === undefined) return 'TG_CODES_TOO_MANY';
      const what = `${printAmount(row.amount_minor)} ${row.merchant_name}`;
      await gateway.send(row.mobile, `确认支付 ${what}，验证码 ${code}。To pay it your code is ${code}.`);
      return 'sent';
    },
    async confirm(holder, rrn, { proof, seen }) {
      const row = await own(holder, rrn);
      if (!row) return 'TG_CONFIRMATION_OVER';
      const { token, number } = await confirmationOf(hsm, rrn);
      if ('token' in seen ? seen.token !== token : seen.number !== number) {
        return (await say(ports, row, { says: 'wrong-number' })) ?? 'TG_NUMBER_WRONG';
      }
      if ('code' in proof) {
        const refusal = refusalOf(await codes.check({ holderId: holder.holderId, purpose: rrn }, proof.code));
        return refusal ?? (await say(ports, row, { says: 'confirmed', by: 'one-time-code' })) ?? 'confirmed';
      }
      const challenge = await challengeFor(hsm, holder, row);
      const isRight = await passkeys.isAnswered(holder.holderId, challenge, proof.passkey);
      if (!isRight) return 'TG_PASSKEY_REFUSED';
      return (await say(ports, row, { says: 'confirmed', by: 'passkey' })) ?? 'confirmed';
    },
    async refuse(holder, rrn) {
      const row = await own(holder, rrn);
      if (!row) return 'TG_CONFIRMATION_OVER';
      return (await say(ports, row, { says: 'refused' })) ?? 'refused';
    },
  };
}

async function find({ sql }: ConfirmationPorts, rrn: string): Promise<WaitingRow | undefined> {
  const [row] = await sql.unsafe(
    `select t.rrn, t.terminal_id, t.merchant_id, t.amount_minor, t.currency, t.state, c.holder_id, c.pan_hash,
       coalesce(h.mobile, '') as mobile, coalesce(m.name_zh, '') as merchant_name
     from transaction t join card c using (card_id) left join cardholder h using (holder_id)
       left join merchant m using (merchant_id) where t.rrn = $1`,
    [rrn],
  );
  return row as unknown as WaitingRow | undefined;
}

/** Undefined when it was heard. */
async function say(
  { books, clock }: ConfirmationPorts,
  row: WaitingRow,
  said: HolderSays,
): Promise<PhoneRefusal | undefined> {
  const heard = await books.submit(holderSaysUnit(row, row.pan_hash, said, clock.now()));
  return heard === 'done' ? undefined : HEARD[heard];
}

/** What the passkey signs: this payment, at this till, by this holder, and no other. */
async function challengeFor(
  hsm: Pick<Hsm, 'contentHash'>,
  { holderId }: Holder,
  row: WaitingRow,
): Promise<string> {
  const { rrn, amount_minor, currency, merchant_id, terminal_id } = row;
  const parts = ['passkey confirmation', rrn, amount_minor, currency, merchant_id, terminal_id, holderId];
  return Buffer.from(await hsm.contentHash(new TextEncoder().encode(parts.join('|')))).toString('base64url');
}

const INCIDENTS = {
  foreign: 'TG_SCAN_FOREIGN',
  forged: 'TG_SCAN_FORGED',
  'other-card': 'TG_SCAN_OTHER_CARD',
} as const satisfies Readonly<Record<string, PhoneRefusal>>;

/** Kept for those who look for false codes; the link is cut, whoever made it. */
async function report(
  { sql, clock }: ConfirmationPorts,
  { holderId }: Holder,
  what: keyof typeof INCIDENTS,
  link: string,
): Promise<PhoneRefusal> {
  await sql.unsafe('insert into phone_incident (at, holder_id, what, detail) values ($1, $2, $3, $4)', [
    ...[clock.now(), holderId, what, link.slice(0, 200)],
  ]);
  return INCIDENTS[what];
}
