// Every invariant over the evidence of one world.

import {
  approvalsAreKept,
  nobodyIsToldTwoThings,
  nothingStaysInDoubt,
  whatWasSoldStands,
} from './approvals.js';
import { privilegedUsesAreAudited, theChainHolds } from './audit-chain.js';
import { banksAgree, banksApproveFirst, banksAreTold, banksHearInOrder } from './banks.js';
import { allComesToRest, batchesAgree, merchantsArePaid, tillsSettleEqual } from './batches.js';
import { caseOfBank, type Invariant, openCase } from './case-file.js';
import type { Evidence } from './evidence.js';
import {
  entriesAddUp,
  entriesAreWhatRowsSay,
  followersKeepToTheirOriginal,
  limitsHold,
  oneRequestOneEffect,
  statesFitAmounts,
} from './money.js';
import {
  countersComeOnce,
  noCardNumberIsKept,
  onlyWhatWasAnsweredIsBelieved,
  onlyWhatWasSentIsAccepted,
  pinsHold,
  serialNumbersComeOnce,
  wrongPinsAreCountedFirst,
} from './secrets.js';

export interface Violation {
  /** `I1` to `I11` and the name of the check. */
  readonly invariant: string;
  readonly subject: string;
  readonly detail: string;
}

const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'I1 approvals are kept': approvalsAreKept,
  'I2 one request, one effect': oneRequestOneEffect,
  'I2 followers keep to their original': followersKeepToTheirOriginal,
  'I3 entries add up': entriesAddUp,
  'I3 entries are what rows say': entriesAreWhatRowsSay,
  'I3 states fit amounts': statesFitAmounts,
  'I4 nothing stays in doubt': nothingStaysInDoubt,
  'I4 what was sold stands': whatWasSoldStands,
  'I5 limits hold': limitsHold,
  'I6 PINs hold': pinsHold,
  'I6 wrong PINs are counted first': wrongPinsAreCountedFirst,
  'I7 only what was sent is accepted': onlyWhatWasSentIsAccepted,
  'I7 only what was answered is believed': onlyWhatWasAnsweredIsBelieved,
  'I7 counters come once': countersComeOnce,
  'I7 serial numbers come once': serialNumbersComeOnce,
  'PCI DSS 3.5.1 no card number is kept': noCardNumberIsKept,
  'I8 batches agree': batchesAgree,
  'I8 tills settle equal': tillsSettleEqual,
  'I8 merchants are paid': merchantsArePaid,
  'I9 the chain holds': theChainHolds,
  'I9 privileged uses are audited': privilegedUsesAreAudited,
  'I10 nobody is told two things': nobodyIsToldTwoThings,
  'I11 all comes to rest': allComesToRest,
  'I1 banks approve first': banksApproveFirst,
  'I8 banks agree': banksAgree,
  'I11 banks are told': banksAreTold,
  'I11 banks hear in order': banksHearInOrder,
};

/** What holds of any books, also of those of a bank that decides elsewhere. */
const OF_ANY_BOOKS = [
  ...(['I2 one request, one effect', 'I2 followers keep to their original', 'I3 entries add up'] as const),
  ...(['I3 entries are what rows say', 'I3 states fit amounts', 'I5 limits hold', 'I6 PINs hold'] as const),
  ...(['I7 only what was sent is accepted', 'I7 counters come once'] as const),
  'PCI DSS 3.5.1 no card number is kept',
];

export function audit(evidence: Evidence): Violation[] {
  const file = openCase(evidence);
  const bank = caseOfBank(file);
  return Object.entries(INVARIANTS).flatMap(([invariant, check]) => {
    const found = OF_ANY_BOOKS.includes(invariant) ? [...check(file), ...check(bank)] : check(file);
    return found.map((finding) => ({ invariant, ...finding }));
  });
}
