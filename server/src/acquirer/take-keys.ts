// What a message does to the keys it came under, under the terminal's lock: the newest sign-on's take over with the
// first message that fits them; the serial number of a message's own keys is spent, and no other may have it.

import type { Draft, WorkingKeys } from '../store/index.js';
import { withNextOwnKey } from './own-key.js';
import { record } from './record.js';
import type { Outcome, Request, Verified } from './request.js';
import { STALE } from './stale.js';

/**
 * Undefined: go on. A step that is decided again, since nobody knows whether it was committed, meets the serial
 * number that it spent itself.
 * @param own identities under which the row of this very request may stand already
 */
export function takeKeys(
  draft: Draft,
  request: Verified,
  own: readonly string[],
): Outcome | typeof STALE | undefined {
  const terminal = draft.terminal(request.terminalId);
  const { keys } = request;
  if (keys.scheme !== 'aes-dukpt') return promoteKeys(draft, request);
  // A key that was replaced or marked as compromised since raises the version; a message alone does not.
  if (terminal?.version !== request.terminal.version) return STALE;
  const next = keys.isNext ? terminal.next_own_key : null;
  const held = next ? withNextOwnKey(terminal, next) : terminal;
  if (keys.counter > held.ksn_counter) {
    draft.putTerminal({ ...held, ksn_counter: keys.counter });
    return undefined;
  }
  if (own.some((identity) => draft.transaction(identity)?.rrn === request.rrn)) return undefined;
  const figures = { counter: keys.counter, spentCounter: terminal.ksn_counter };
  // The first copy may have been approved: a no with a MAC under the keys of both would end its reversal.
  const refused = record(draft, request, { state: 'declined', reason: 'key.serial-number-spent', figures });
  return { ...refused, provisional: true };
}

/** Whether this message is known to come under keys that no other message has. */
export function hasOwnKeys(known: Request & Partial<Verified>): known is Verified {
  return known.keys?.scheme === 'aes-dukpt';
}

function latest(one: WorkingKeys | null, other: WorkingKeys | null): WorkingKeys | null {
  return one && other && other.createdAt > one.createdAt ? other : (one ?? other);
}

function promoteKeys(draft: Draft, request: Verified): typeof STALE | undefined {
  const terminal = draft.terminal(request.terminalId);
  const { keys, keysArePending } = request;
  if (!keysArePending || keys.scheme === 'aes-dukpt') {
    return terminal?.version === request.terminal.version ? undefined : STALE;
  }
  // An earlier request of the same step may have promoted them.
  if (terminal?.current_keys?.macKey.block === keys.working.macKey.block) return undefined;
  if (terminal?.version !== request.terminal.version) return STALE;
  const next = terminal.next_own_key;
  draft.putTerminal({
    ...(next && next.kcv === keys.working.ownKeyKcv
      ? { ...withNextOwnKey(terminal, next), tmk_uses: 1 }
      : terminal),
    ...{ current_keys: keys.working, pending_keys: null },
    previous_keys: latest(terminal.current_keys, terminal.previous_keys),
    version: terminal.version + 1,
  });
  return undefined;
}
