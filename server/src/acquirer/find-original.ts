// The payment that a message names: by reference number, by voucher, or by card and authorization code, and
// what else the message says of it (protocol section 3, the column "more").

import { type FollowRule, isFollower, type MessageKind, parseF61 } from '@tillgate/pos-protocol';
import { assert } from '../kernel/fault.js';
import type { Draft, Reference, TransactionRow } from '../store/index.js';
import { type Refusal, type Request, refuse } from './request.js';

/** What the message names; a refusal when the field that must name it is missing. */
export function referenceTo(rule: FollowRule, request: Request, panHash: string): Reference | Refusal {
  const { message } = request.envelope;
  const missing = (field: string): Refusal => refuse('message.format', { field, offset: 0 });
  switch (rule.namedBy) {
    case 'reference': {
      const rrn = message.text(37);
      return rrn === undefined ? missing('37') : { rrn };
    }
    case 'voucher': {
      const voucher = parseF61(message.text(61) ?? '');
      if (!voucher) return missing('61');
      return { terminalId: request.terminalId, batch: voucher.batch, trace: voucher.trace };
    }
    case 'authorization': {
      const authCode = message.text(38);
      return authCode === undefined ? missing('38') : { panHash, authCode };
    }
  }
}

export type Found = { readonly original: TransactionRow };

export function isFound(found: Found | Refusal): found is Found {
  return 'original' in found;
}

/** The newest transaction that fits the name, the kind and all that the message says of it. */
export function findOriginal(
  draft: Draft,
  rule: FollowRule,
  reference: Reference,
  request: Request,
): Found | Refusal {
  const named = draft.named(reference).filter((row) => row.merchant_id === request.merchantId);
  const fitting = named.filter((row) => isAsTold(row, request));
  const original = fitting.find((row) => rule.originals.some((kind) => kind === row.kind));
  if (original?.state === 'declined')
    return refuse('original.not-approved', { originalCode: original.answer_code });
  if (original) return { original };
  const other = fitting[0];
  return other ? refuse('original.wrong-kind', { originalKind: other.kind }) : refuse('original.unknown');
}

/** Fields 38 and 61 agree with the row, where they say something: zeros stand for nothing. */
function isAsTold(row: TransactionRow, request: Request): boolean {
  const { message } = request.envelope;
  const voucher = parseF61(message.text(61) ?? '');
  const authCode = message.text(38);
  const agrees = (told: string | undefined, kept: string): boolean =>
    told === undefined || /^0*$/.test(told) || told === kept;
  return (
    agrees(authCode?.trim() || undefined, row.auth_code ?? '') &&
    agrees(voucher?.batch, row.batch) &&
    agrees(voucher?.trace, row.trace) &&
    agrees(voucher?.date, row.business_date.slice(4))
  );
}

/** The first of the chain: the payment whose money all the others move. */
export function rootOf(draft: Draft, row: TransactionRow): TransactionRow {
  let root = row;
  while (isFollower(root.kind as MessageKind)) {
    const next = root.original_rrn === null ? undefined : draft.transactionOf(root.original_rrn);
    assert(next, 'a follower is kept with its original');
    root = next;
  }
  return root;
}
