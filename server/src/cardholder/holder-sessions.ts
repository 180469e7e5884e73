// Who holds the phone: sign-in by one-time code or passkey, and sessions that end when idle. An unknown number is
// answered as a known one, so that nobody learns whose numbers are here.

import { createHash } from 'node:crypto';
import type { Holder, PasskeyAnswer, PasskeyQuestion, PhoneRefusal } from '../http/api.js';
import type { Clock } from '../kernel/clock.js';
import type { Random } from '../kernel/random.js';
import type { Sql } from '../store/index.js';
import type { MessageGateway } from './message-gateway.js';
import type { CodeCheck, OneTimeCodes } from './one-time-codes.js';
import type { Passkeys } from './passkeys.js';

export interface SignedIn {
  readonly token: string;
  readonly holder: Holder;
}

export interface HolderSessions {
  sendCode(mobile: string): Promise<'sent' | PhoneRefusal>;
  signIn(mobile: string, code: string): Promise<SignedIn | PhoneRefusal>;
  askPasskey(mobile: string): Promise<PasskeyQuestion>;
  signInByPasskey(mobile: string, answer: PasskeyAnswer): Promise<SignedIn | PhoneRefusal>;
  who(token: string): Promise<Holder | undefined>;
  signOut(token: string): Promise<void>;
}

export interface SessionPorts {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  readonly codes: OneTimeCodes;
  readonly gateway: MessageGateway;
  readonly passkeys: Passkeys;
}

interface HolderRow {
  readonly holder_id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly mobile: string;
}

const IDLE_MS = 15 * 60_000;
const SIGN_IN = 'sign-in';

const REFUSALS: Readonly<Record<Exclude<CodeCheck, 'right'>, PhoneRefusal>> = {
  wrong: 'TG_CODE_WRONG',
  expired: 'TG_CODE_EXPIRED',
  'guessed-out': 'TG_CODE_GUESSED_OUT',
  none: 'TG_CODE_NONE',
};

export function refusalOf(checked: CodeCheck): PhoneRefusal | undefined {
  return checked === 'right' ? undefined : REFUSALS[checked];
}

export function createHolderSessions(ports: SessionPorts): HolderSessions {
  const { sql, codes, gateway, passkeys } = ports;
  const find = async (mobile: string): Promise<HolderRow | undefined> => {
    const [row] = await sql.unsafe('select * from cardholder where mobile = $1', [mobile]);
    return row as unknown as HolderRow | undefined;
  };
  return {
    async sendCode(mobile) {
      const holder = await find(mobile);
      if (!holder) return 'sent';
      const code = await codes.issue({ holderId: holder.holder_id, purpose: SIGN_IN });
      if (code === undefined) return 'TG_CODES_TOO_MANY';
      await gateway.send(mobile, `登录验证码 ${code}，五分钟内有效。Your sign-in code is ${code}.`);
      return 'sent';
    },
    async signIn(mobile, code) {
      const holder = await find(mobile);
      if (!holder) return 'TG_CODE_NONE';
      const refusal = refusalOf(await codes.check({ holderId: holder.holder_id, purpose: SIGN_IN }, code));
      return refusal ?? open(ports, holder);
    },
    async askPasskey(mobile) {
      const holder = await find(mobile);
      return holder ? passkeys.ask(holder.holder_id, 'sign-in') : passkeys.askNobody();
    },
    async signInByPasskey(mobile, answer) {
      const row = await find(mobile);
      const isRight = row !== undefined && (await passkeys.isSignedIn(row.holder_id, answer));
      return isRight ? open(ports, row) : 'TG_PASSKEY_REFUSED';
    },
    async who(token) {
      const now = ports.clock.now();
      const [row] = await sql.unsafe(
        `update holder_session s set seen_at = $2 from cardholder h
         where s.token_hash = $1 and s.seen_at >= $3 and h.holder_id = s.holder_id returning h.*`,
        [hashOf(token), now, now - IDLE_MS],
      );
      return row && holderOf(row as unknown as HolderRow);
    },
    async signOut(token) {
      await sql.unsafe('delete from holder_session where token_hash = $1', [hashOf(token)]);
    },
  };
}

function holderOf(row: HolderRow): Holder {
  const name = { zh: row.name_zh, en: row.name_en };
  return { holderId: row.holder_id, name, mobileEnd: row.mobile.slice(-4) };
}

async function open({ sql, clock, random }: SessionPorts, row: HolderRow): Promise<SignedIn> {
  const token = Buffer.from(random.bytes(32)).toString('base64url');
  const now = clock.now();
  await sql.unsafe('delete from holder_session where seen_at < $1', [now - IDLE_MS]);
  await sql.unsafe(
    'insert into holder_session (token_hash, holder_id, started_at, seen_at) values ($1, $2, $3, $3)',
    [hashOf(token), row.holder_id, now],
  );
  return { token, holder: holderOf(row) };
}

/** Tokens are kept as hashes, so that a copy of the database opens no session. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
