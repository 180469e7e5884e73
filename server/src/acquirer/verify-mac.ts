// Did this terminal send exactly these bytes: field 64 against the newest sign-on's keys first, then those in
// use. The newest take over with the first message that fits them, and the old are refused from then on. Where
// each message has keys of its own, the serial number in front of field 62 names them.

import { macMethodOf, parseF62Ksn } from '@tillgate/pos-protocol';
import type { Hsm } from '../hsm/index.js';
import { type MacedData, macFits, type OwnMessageKeys } from './message-keys.js';
import { type Identified, isRefusal, type Refusal, refuse, type Verified } from './request.js';

type MacHsm = Pick<Hsm, 'verifyMac' | 'verifyDukptMac'>;

export async function verifyMac(hsm: MacHsm, request: Identified): Promise<Verified | Refusal> {
  const { macInput, profile } = request;
  const mac = request.envelope.message.bytes(64);
  const maced = macInput && mac && { data: macInput, mac, method: macMethodOf(profile) };
  const { keyScheme } = profile;
  return keyScheme === 'aes-dukpt'
    ? verifyUnderOwnKeys(hsm, request, maced)
    : verifyUnderWorkingKeys(hsm, request, keyScheme, maced);
}

async function verifyUnderWorkingKeys(
  hsm: MacHsm,
  request: Identified,
  scheme: 'tdes' | 'sm4',
  maced: MacedData | undefined,
): Promise<Verified | Refusal> {
  const { current_keys: current, pending_keys: pending } = request.terminal;
  if (!pending && !current) return refuse('key.not-signed-on');
  if (!maced) return refuse('mac.wrong');
  const [fitsPending, fitsCurrent] = await Promise.all(
    [pending, current].map((working) => (working ? macFits(hsm, { scheme, working }, maced) : false)),
  );
  request.timeline.did('hsm', 'mac.checked');
  const working = fitsPending ? pending : fitsCurrent ? current : null;
  if (!working) return refuse('mac.wrong');
  return { ...request, keys: { scheme, working }, keysArePending: fitsPending === true };
}

/** A sign-on is good for its day; its terminal is known all the same. */
export function refuseExpiredKeys({ keys, localDate, kind }: Verified): Refusal | undefined {
  // A reversal left over from yesterday goes before today's sign-on, so it alone may use yesterday's keys.
  if (keys.scheme === 'aes-dukpt' || keys.working.date === localDate || kind === 'reversal') return undefined;
  return refuse('key.expired', { signedOn: keys.working.date });
}

/** Whether the serial number is a new one is decided under the terminal's lock: see `take-keys.ts`. */
async function verifyUnderOwnKeys(
  hsm: MacHsm,
  request: Identified,
  maced: MacedData | undefined,
): Promise<Verified | Refusal> {
  const possible = ownKeysOf(request);
  if (isRefusal(possible)) return possible;
  let fitting: OwnMessageKeys | undefined;
  for (const keys of possible) {
    if (!fitting && maced && (await macFits(hsm, keys, maced))) fitting = keys;
  }
  request.timeline.did('hsm', 'mac.checked');
  return fitting ? { ...request, keys: fitting, keysArePending: fitting.isNext } : refuse('mac.wrong');
}

/** The newest first: a terminal that holds it uses no other any more. */
function ownKeysOf({ envelope, terminalId, terminal }: Identified): readonly OwnMessageKeys[] | Refusal {
  const ksn = parseF62Ksn(envelope.message.bytes(62));
  if (!ksn || ksn.initialKeyId !== terminalId || !isCounter(ksn.counter)) return refuse('key.serial-number');
  const { bytes, counter } = ksn;
  const under = (initialKey: string, isNext: boolean): OwnMessageKeys => ({
    ...({ scheme: 'aes-dukpt', key: { initialKey, ksn: bytes }, counter, isNext } as const),
  });
  const next = terminal.next_own_key;
  return [...(next ? [under(next.block, true)] : []), under(terminal.tmk, false)];
}

/** A counter has 1 to 16 one bits (ANSI X9.24-3): the HSM derives with no other. */
function isCounter(counter: number): boolean {
  let ones = 0;
  for (let rest = counter; rest !== 0; rest = (rest & (rest - 1)) >>> 0) ones += 1;
  return ones >= 1 && ones <= 16;
}
