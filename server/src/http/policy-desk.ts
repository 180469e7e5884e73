// What the routes of policies need of their room.

import type { CvmPolicyView, CvmPreview, CvmRulesForm, PolicyRefusal } from './policy-shapes.js';

export interface PolicyDesk {
  list(): Promise<readonly CvmPolicyView[]>;
  propose(
    person: string,
    issuerId: string,
    name: string,
    rules: CvmRulesForm,
  ): Promise<'proposed' | PolicyRefusal>;
  publish(
    person: string,
    issuerId: string,
    name: string,
    version: number,
  ): Promise<'published' | PolicyRefusal>;
  /** Undefined for a bank that is not known. */
  preview(issuerId: string, name: string, rules: CvmRulesForm): Promise<CvmPreview | undefined>;
}
