// Did this terminal send exactly these bytes: field 64 against the newest sign-on's keys first, then those in
// use. The newest take over with the first message that fits them, and the old are refused from then on.

import { macMethodOf } from '@tillgate/pos-protocol';
import type { Hsm } from '../hsm/index.js';
import { type Identified, type Refusal, refuse, type Verified } from './request.js';

export async function verifyMac(
  hsm: Pick<Hsm, 'verifyMac'>,
  request: Identified,
): Promise<Verified | Refusal> {
  const { terminal, macInput, timeline } = request;
  const { current_keys: current, pending_keys: pending } = terminal;
  const newest = pending ?? current;
  if (!newest) return refuse('key.not-signed-on');
  const mac = request.envelope.message.bytes(64);
  if (!macInput || !mac) return refuse('mac.wrong');
  const method = macMethodOf(request.profile);
  const [fitsPending, fitsCurrent] = await Promise.all(
    [pending, current].map((keys) =>
      keys ? hsm.verifyMac({ key: keys.macKey.block, data: macInput, mac, method }) : Promise.resolve(false),
    ),
  );
  timeline.did('hsm', 'mac.checked');
  const keys = fitsPending ? pending : fitsCurrent ? current : null;
  if (!keys) return refuse('mac.wrong');
  // A reversal left over from yesterday goes before today's sign-on, so it alone may use yesterday's keys.
  if (keys.date !== request.localDate && request.kind !== 'reversal') {
    return refuse('key.expired', { signedOn: keys.date });
  }
  return { ...request, keys, keysArePending: fitsPending === true };
}
