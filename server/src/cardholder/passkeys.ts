// The passkeys of holders: asking for one, keeping a new one, and whether an answer is right. A challenge is asked and
// answered once.

import type { Holder, NewPasskey, PasskeyAnswer, PasskeyQuestion, PhoneRefusal } from '../http/api.js';
import type { Clock } from '../kernel/clock.js';
import type { Random } from '../kernel/random.js';
import type { Sql } from '../store/index.js';
import { checkAssertion, checkRegistration, type Site } from './passkey.js';

type Purpose = 'register' | 'sign-in';

export interface Passkeys {
  ask(holderId: string, purpose: Purpose): Promise<PasskeyQuestion>;
  /** For a number that is nobody's: a question like any other, which nothing answers. */
  askNobody(): PasskeyQuestion;
  isSignedIn(holderId: string, answer: PasskeyAnswer): Promise<boolean>;
  add(holder: Holder, passkey: NewPasskey): Promise<'added' | PhoneRefusal>;
  /** The ids of the holder's passkeys. */
  idsOf(holder: Pick<Holder, 'holderId'>): Promise<readonly string[]>;
  /** True for a right answer to the challenge by one of the holder's passkeys; its count goes up. */
  isAnswered(holderId: string, challenge: string, answer: PasskeyAnswer): Promise<boolean>;
}

export interface PasskeyPorts {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  site(): Site;
}

const CHALLENGE_MS = 5 * 60_000;

export function createPasskeys(ports: PasskeyPorts): Passkeys {
  const { sql, site } = ports;
  const idsOf: Passkeys['idsOf'] = async ({ holderId }) => {
    const rows = await sql.unsafe('select credential_id from passkey where holder_id = $1', [holderId]);
    return rows.map((row) => String(row.credential_id));
  };
  const isAnswered: Passkeys['isAnswered'] = async (holderId, challenge, answer) => {
    const [kept] = await sql.unsafe(
      'select public_key, sign_count from passkey where holder_id = $1 and credential_id = $2',
      [holderId, answer.credentialId],
    );
    if (!kept) return false;
    const known = { publicKey: String(kept.public_key), signCount: Number(kept.sign_count) };
    const counted = checkAssertion(answer, challenge, site(), known);
    if (typeof counted === 'string') return false;
    await sql.unsafe('update passkey set sign_count = $2 where credential_id = $1', [
      answer.credentialId,
      counted,
    ]);
    return true;
  };
  return {
    idsOf,
    isAnswered,
    async ask(holderId, purpose) {
      const challenge = await newChallenge(ports, holderId, purpose);
      return { challenge, relyingParty: site().relyingParty, credentialIds: await idsOf({ holderId }) };
    },
    askNobody: () => ({
      challenge: base64url(ports.random.bytes(32)),
      relyingParty: site().relyingParty,
      credentialIds: [],
    }),
    async isSignedIn(holderId, answer) {
      const challenge = await takeChallenge(ports, holderId, 'sign-in', answer.clientData);
      return challenge !== undefined && isAnswered(holderId, challenge, answer);
    },
    async add({ holderId }, passkey) {
      const challenge = await takeChallenge(ports, holderId, 'register', passkey.clientData);
      if (challenge === undefined) return 'TG_PASSKEY_REFUSED';
      const checked = checkRegistration(passkey, challenge, site());
      if (typeof checked === 'string') return 'TG_PASSKEY_REFUSED';
      const { credentialId, label } = passkey;
      const added = await sql.unsafe(
        `insert into passkey (credential_id, holder_id, public_key, sign_count, label, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (credential_id) do nothing returning 1`,
        [credentialId, holderId, checked.publicKey, checked.signCount, label, ports.clock.now()],
      );
      return added.length === 1 ? 'added' : 'TG_PASSKEY_REFUSED';
    },
  };
}

async function newChallenge(
  { sql, clock, random }: PasskeyPorts,
  holderId: string,
  purpose: 'register' | 'sign-in',
): Promise<string> {
  const challenge = base64url(random.bytes(32));
  const now = clock.now();
  await sql.unsafe('delete from passkey_challenge where expires_at < $1', [now]);
  await sql.unsafe(
    'insert into passkey_challenge (challenge, holder_id, purpose, expires_at) values ($1, $2, $3, $4)',
    [challenge, holderId, purpose, now + CHALLENGE_MS],
  );
  return challenge;
}

/** The challenge that the browser says it answers, if it was asked for that: each is taken once. */
async function takeChallenge(
  { sql, clock }: PasskeyPorts,
  holderId: string,
  purpose: 'register' | 'sign-in',
  clientData: string,
): Promise<string | undefined> {
  const said = /"challenge"\s*:\s*"([\w-]{43})"/.exec(
    Buffer.from(clientData, 'base64url').toString('utf8'),
  )?.[1];
  const [row] = await sql.unsafe(
    `delete from passkey_challenge where challenge = $1 and holder_id = $2 and purpose = $3 and expires_at > $4
     returning challenge`,
    [said ?? '', holderId, purpose, clock.now()],
  );
  return row && String(row.challenge);
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
