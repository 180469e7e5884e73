// The shapes of banks' policies for payments without a PIN: a part of api.ts.

import type { Words } from '../kernel/reasons.js';

export interface CvmAllowanceForm {
  readonly amountMinor: number;
  readonly count: number;
}

export interface CvmRiskForm {
  /** `hhmm` */
  readonly from: string;
  readonly until: string;
  readonly aboveMinor: number;
  /** Four digits each; none: at every merchant. */
  readonly categories: readonly string[];
}

export interface CvmRulesForm {
  readonly perPaymentMinor: number;
  readonly sincePin: CvmAllowanceForm;
  readonly perDay: CvmAllowanceForm;
  readonly onDeviceMinor: number | null;
  readonly fallback: 'pin' | 'refuse';
  readonly newCard: 'pin' | 'as-others';
  readonly abroad: 'pin' | 'as-at-home';
  readonly signature: 'allowed' | 'refused';
  readonly pinOnPhone: 'refused' | 'set' | 'set-and-unlock';
  readonly risk: CvmRiskForm | null;
}

/** One policy of a bank: what is in force, and a draft that waits for its second person. */
export interface CvmPolicyView {
  readonly issuerId: string;
  readonly issuerName: Words;
  readonly name: string;
  /** Cards that fall under it. */
  readonly cards: number;
  readonly inForce: CvmPolicyVersion;
  readonly draft: CvmPolicyVersion | null;
}

export interface CvmPolicyVersion {
  /** 0: built in. */
  readonly version: number;
  readonly rules: CvmRulesForm;
  readonly proposedBy: string;
  readonly publishedBy: string | null;
  readonly publishedAt: number | null;
}

/** What other rules would have made of the last payments. */
export interface CvmPreview {
  readonly payments: number;
  readonly askedNow: number;
  readonly askedThen: number;
  /** Asked then and not now, and the other way round. */
  readonly more: number;
  readonly fewer: number;
  /** Those where it makes a difference, the greatest first. */
  readonly merchants: ReadonlyArray<{
    readonly merchantId: string;
    readonly name: Words;
    readonly payments: number;
    readonly more: number;
    readonly fewer: number;
  }>;
}

export type PolicyRefusal = 'TG_POLICY_UNKNOWN' | 'TG_POLICY_SAME_PERSON' | 'TG_POLICY_NO_DRAFT';
