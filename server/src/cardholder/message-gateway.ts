// How one-time codes reach a phone. The demo keeps them in a table that its pages show; a real host hands them to a
// gateway over HTTPS.

import type { Clock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import type { Sql } from '../store/index.js';

export interface MessageGateway {
  /** Rejects when the message was not taken. */
  send(mobile: string, body: string): Promise<void>;
}

export interface OutboxMessage {
  readonly mobile: string;
  readonly body: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

const KEPT_MS = 3_600_000;

/** For the demo world: nothing leaves the machine. */
export function outboxGateway(sql: Sql, clock: Clock): MessageGateway {
  return {
    async send(mobile, body) {
      const now = clock.now();
      await sql.unsafe('delete from outbox where at < $1', [now - KEPT_MS]);
      await sql.unsafe('insert into outbox (mobile, body, at) values ($1, $2, $3)', [mobile, body, now]);
    },
  };
}

export const noGateway: MessageGateway = {
  send: () => Promise.reject(new Fault('TG_GATEWAY_NONE', 'there is no gateway for messages to phones')),
};

/** The newest first. */
export async function readOutbox(sql: Sql): Promise<readonly OutboxMessage[]> {
  const rows = await sql.unsafe('select mobile, body, at from outbox order by message_id desc limit 20');
  return rows as unknown as readonly OutboxMessage[];
}

/** JSON `{mobile, body}` to a gateway's address; any answer but 2xx is a failure. */
export function webhookGateway(post: (content: string) => Promise<{ readonly ok: boolean }>): MessageGateway {
  return {
    async send(mobile, body) {
      const { ok } = await post(JSON.stringify({ mobile, body }));
      if (!ok) throw new Fault('TG_GATEWAY_REFUSED', 'the message gateway did not take a message');
    },
  };
}
