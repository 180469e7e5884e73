// Messages that tell something and move no money: how the devices of a terminal are, what the scripts of a chip
// came to, the holder's signature. Each is kept with what it is about.

import { findTlv, readTlv } from '@tillgate/emv';
import { toHex } from '@tillgate/iso8583';
import {
  followRules,
  formatPaymentTimes,
  parseF59PaymentTimes,
  parseF59SelfReport,
  parseF62Status,
  type SelfReport,
} from '@tillgate/pos-protocol';
import type { Draft, Figures, TransactionRow, Unit } from '../store/index.js';

import { findOriginal, isFound, referenceTo } from './find-original.js';
import { identitiesAround, partsOf } from './identity.js';
import { ownF62 } from './own-f62.js';
import { record } from './record.js';
import { type Identified, isRefusal, type Outcome, type Refusal, refuse, type Verified } from './request.js';
import { STALE } from './stale.js';
import { takeKeys } from './take-keys.js';

/** 0820 with 60.3 = 362: which devices of the terminal work, and after a self-test what it holds. */
export function statusUnit(request: Identified): Unit<Outcome | typeof STALE> | Refusal {
  const status = parseF62Status(request.envelope.message.bytes(62) ?? new Uint8Array(0));
  if (!status) return refuse('message.format', { field: '62', offset: 0 });
  const devices = Object.fromEntries(
    Object.entries(status).map(([device, works]) => [device, works === true]),
  );
  const f59 = request.envelope.message.text(59) ?? '';
  const [report, times] = [parseF59SelfReport(f59), parseF59PaymentTimes(f59)];
  const figures = {
    ...{ ...devices, ...(report && told(report)) },
    ...(times.length > 0 && { paymentTimes: formatPaymentTimes(times) }),
  };
  return {
    load: { terminalId: request.terminalId, panHash: undefined, identities: [] },
    decide: (draft) => {
      const terminal = draft.terminal(request.terminalId);
      if (terminal?.version !== request.terminal.version) return STALE;
      draft.putTerminal({ ...terminal, devices, version: terminal.version + 1 });
      return record(draft, request, { state: 'done', reason: 'done', figures });
    },
  };
}

/** What was said, without what was left unsaid. */
function told(report: SelfReport): Figures {
  return Object.fromEntries(
    Object.entries(report).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );
}

/** 0620: what the card answered to the scripts of a payment (EMV Book 3, 10.10). */
export function scriptResultUnit(request: Verified): Unit<Outcome | typeof STALE> | Refusal {
  const { items } = readTlv(request.envelope.message.bytes(55) ?? new Uint8Array(0));
  const hex = (tag: string): string => toHex(findTlv(items, tag)?.value ?? new Uint8Array(0));
  const figures = { tvr: hex('95'), scriptResults: hex('DF31') };
  return noteUnit(request, 'script-result', (draft, original) =>
    record(draft, request, { state: 'done', reason: 'done', figures, originalRrn: original.rrn }),
  );
}

/** 0820 with 60.3 = 800: the signature of a payment; a second one is told that the first is here. */
export function signatureUnit(request: Verified): Unit<Outcome | typeof STALE> | Refusal {
  // In front of it may stand the serial number of the message's keys.
  const image = ownF62(request);
  if (!image || image.length === 0) return refuse('message.format', { field: '62', offset: 0 });
  return noteUnit(request, 'signature', (draft, original) => {
    const link = { originalRrn: original.rrn };
    if (original.figures.signatureRrn !== undefined) {
      return record(draft, request, {
        state: 'declined',
        reason: 'signature.repeated',
        figures: {},
        ...link,
      });
    }
    draft.addSignature({
      rrn: original.rrn,
      image: Buffer.from(image).toString('base64'),
      at: request.receivedAt,
    });
    draft.changeTransaction({ ...original, figures: { ...original.figures, signatureRrn: request.rrn } });
    return record(draft, request, { state: 'done', reason: 'done', figures: {}, ...link });
  });
}

function noteUnit(
  request: Verified,
  follower: 'script-result' | 'signature',
  note: (draft: Draft, original: TransactionRow) => Outcome,
): Unit<Outcome | typeof STALE> | Refusal {
  const rule = followRules[follower];
  const reference = referenceTo(rule, request, '');
  if (isRefusal(reference)) return reference;
  const [identity] = identitiesAround(partsOf(request), request.localDate);
  return {
    load: {
      terminalId: request.terminalId,
      panHash: undefined,
      identities: [identity],
      references: [reference],
    },
    decide: (draft) => {
      const spent = takeKeys(draft, request, []);
      if (spent) return spent;
      const found = findOriginal(draft, rule, reference, request);
      if (isFound(found)) return note(draft, found.original);
      const { refused, figures } = found;
      return record(draft, request, { state: 'declined', reason: refused, figures });
    },
  };
}
