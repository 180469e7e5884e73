// Sign-on: new working keys, made in the HSM, under the terminal's master key. They wait beside those in use
// until the first message made under them, since the answer that carries them may be lost.

import { toHex } from '@tillgate/iso8583';
import {
  centreRequests,
  formatF62WorkingKeys,
  type Profile,
  parseF60,
  parseF62OwnKey,
} from '@tillgate/pos-protocol';
import type { Hsm, TransportedKey } from '../hsm/index.js';
import type { Unit, WorkingKey, WorkingKeys } from '../store/index.js';
import { ownKeyHeld } from './own-key.js';
import { record } from './record.js';
import { type Identified, type Outcome, type Refusal, refuse } from './request.js';
import { STALE } from './stale.js';

/** As people compare them. */
const KCV_SHOWN_BYTES = 3;
/** 60.3 of a sign-on with single-length keys: legacy terminals only. */
const SINGLE_LENGTH = '001';
/** 60.3, by the cipher of the master key: whether the terminal asks for a track key. */
const TRACK_KEY_ASKED: Readonly<Record<'tdes' | 'sm4', Readonly<Record<string, boolean>>>> = {
  tdes: { [SINGLE_LENGTH]: false, '003': false, '004': true },
  sm4: { '005': true },
};

export async function signOn(
  hsm: Pick<Hsm, 'generateWorkingKeys'>,
  request: Identified,
): Promise<Unit<Outcome | typeof STALE> | Refusal> {
  const { message } = request.envelope;
  const asked = parseF60(message.text(60) ?? '')?.networkCode ?? '';
  // Field 63 of a request is the operator's number and a space.
  const operator = (message.text(63) ?? '').trim().slice(0, 3);
  const { profile } = request;
  const isSingle = asked === SINGLE_LENGTH;
  if (isSingle && !profile.singleLengthSignOn) return refuse('key.single-length-refused');
  const { keyScheme } = profile;
  if (keyScheme === 'aes-dukpt') return refuse('message.not-served');
  const withTrackKey = TRACK_KEY_ASKED[keyScheme][asked];
  if (withTrackKey === undefined) return refuse('message.not-served');
  const ownKey = ownKeyHeld(request.terminal, parseF62OwnKey(message.bytes(62)));
  if (!ownKey) return refuse('key.own-key-unknown', { hostKcv: request.terminal.tmk_kcv });
  const { made, keys } = await makeWorkingKeys(hsm, profile, {
    ...{ ownKey, isSingle, withTrackKey, operator, date: request.localDate, at: request.receivedAt },
  });
  request.timeline.did('hsm', 'keys.made');
  const handed = ({ underTmk: keyUnderTmk, kcvBytes }: TransportedKey) => ({ keyUnderTmk, kcvBytes });
  const underTmk = formatF62WorkingKeys({
    pinKey: handed(made.pinKey),
    macKey: handed(made.macKey),
    ...(made.trackKey && { trackKey: handed(made.trackKey) }),
  });
  return {
    load: { terminalId: request.terminalId, panHash: undefined, identities: [] },
    decide: (draft) => {
      const terminal = draft.terminal(request.terminalId);
      if (terminal?.version !== request.terminal.version) return STALE;
      draft.putTerminal({
        ...terminal,
        pending_keys: keys,
        // One that was handed out and never used: the terminal may hold it all the same.
        ...(terminal.pending_keys && { previous_keys: terminal.pending_keys }),
        ...{ tmk_uses: terminal.tmk_uses + 1, key_uses: 0 },
        ...(terminal.centre_request === centreRequests.signOn && { centre_request: centreRequests.nothing }),
        version: terminal.version + 1,
      });
      return record(draft, request, {
        state: 'done',
        reason: 'signed-on',
        figures: { pinKeyKcv: keys.pinKey.kcv, macKeyKcv: keys.macKey.kcv, operator },
        batch: String(terminal.batch).padStart(6, '0'),
        workingKeys: underTmk,
      });
    },
  };
}

/** What a sign-on is made with. */
export interface SignOnTerms {
  /** The terminal's own key: a key block, and its check value. */
  readonly ownKey: WorkingKey;
  readonly isSingle: boolean;
  readonly withTrackKey: boolean;
  readonly operator: string;
  /** YYYYMMDD. */
  readonly date: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** Fresh working keys: as they travel, and as they are kept. */
export async function makeWorkingKeys(
  hsm: Pick<Hsm, 'generateWorkingKeys'>,
  { keyScheme, macKeyLength, macAlgorithm }: Profile,
  { ownKey, isSingle, withTrackKey, operator, date, at }: SignOnTerms,
) {
  const made = await hsm.generateWorkingKeys({
    tmk: ownKey.block,
    cipher: keyScheme === 'sm4' ? 'sm4' : 'tdes',
    pinKeyBytes: isSingle ? 8 : 16,
    macKeyBytes: isSingle || macKeyLength === 'single' ? 8 : 16,
    ...{ macAlgorithm, withTrackKey },
  });
  // The check value that the terminal was handed and shows: an AES key has another one at home, by CMAC.
  const kept = ({ block, kcvBytes }: TransportedKey): WorkingKey => ({
    ...{ block, kcv: toHex(kcvBytes.subarray(0, KCV_SHOWN_BYTES)) },
  });
  const keys: WorkingKeys = {
    pinKey: kept(made.pinKey),
    macKey: kept(made.macKey),
    trackKey: made.trackKey ? kept(made.trackKey) : null,
    ...{ date, operator, createdAt: at, ownKeyKcv: ownKey.kcv },
    ...(isSingle && { singleLength: true }),
  };
  return { made, keys };
}

/** An echo changes nothing; its row shows that the terminal was there. */
export function echoUnit(request: Identified): Unit<Outcome> {
  return {
    load: undefined,
    decide: (draft) => record(draft, request, { state: 'done', reason: 'done', figures: {} }),
  };
}

/** Sign-off: the working keys go; the next payment must sign on first. */
export function signOffUnit(request: Identified): Unit<Outcome | typeof STALE> {
  return {
    load: { terminalId: request.terminalId, panHash: undefined, identities: [] },
    decide: (draft) => {
      const terminal = draft.terminal(request.terminalId);
      if (terminal?.version !== request.terminal.version) return STALE;
      draft.putTerminal({
        ...terminal,
        ...{ current_keys: null, pending_keys: null },
        previous_keys: terminal.pending_keys ?? terminal.current_keys ?? terminal.previous_keys,
        version: terminal.version + 1,
      });
      return record(draft, request, { state: 'done', reason: 'done', figures: {} });
    },
  };
}
