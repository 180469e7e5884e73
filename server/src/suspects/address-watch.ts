// From which network each terminal comes, by its messages with a right MAC; each change is written down. Addresses
// within one network are one place: a provider hands out others of the same range all day.

import type { Sql } from '../store/index.js';

export interface AddressWatch {
  /** @param at milliseconds since 1970 UTC */
  seen(terminalId: string, address: string | undefined, at: number): void;
}

const REMEMBERED = 10_000;
/** Between which networks a terminal moves is known from so long back: what is older goes with its next move. */
const KEPT_MS = 90 * 86_400_000;
const IPV4_PARTS = 3;
const IPV6_PARTS = 4;

/** Writes in the background: no payment waits for it, and a move that cannot be written is told and let go. */
export function createAddressWatch(sql: Pick<Sql, 'unsafe'>, log: (line: string) => void): AddressWatch {
  const last = new Map<string, string>();
  return {
    seen(terminalId, address, at) {
      const network = address && networkOf(address);
      if (!network) return;
      const before = last.get(terminalId);
      last.delete(terminalId);
      last.set(terminalId, network);
      if (last.size > REMEMBERED) last.delete(last.keys().next().value!);
      if (before === undefined || before === network) return;
      sql
        .unsafe(
          `with old as (delete from terminal_move where terminal_id = $1 and at < $2::bigint - ${KEPT_MS})
           insert into terminal_move (terminal_id, at, from_network, to_network) values ($1, $2, $3, $4)`,
          [terminalId, at, before, network],
        )
        .catch((error: unknown) =>
          log(`suspects: a move of ${terminalId} was not written: ${String(error)}`),
        );
    },
  };
}

/** `10.0.7.` of 10.0.7.31, also where it is written as an IPv6 address; `2001:db8:0:7:` of 2001:db8:0:7::31. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=[0-9.]+$)/i, '');
  if (!plain.includes(':')) return `${plain.split('.').slice(0, IPV4_PARTS).join('.')}.`;
  const [front = '', back] = plain.split('%')[0]!.toLowerCase().split('::');
  const parts = front.split(':').filter((part) => part !== '');
  const behind = back?.split(':').filter((part) => part !== '') ?? [];
  const zeros = back === undefined ? [] : new Array<string>(8 - parts.length - behind.length).fill('0');
  return `${[...parts, ...zeros, ...behind].slice(0, IPV6_PARTS).join(':')}:`;
}
