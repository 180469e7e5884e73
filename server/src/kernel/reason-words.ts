// What an entry of the registry of reasons is made of: its form, and the phrases that many entries share.

export type Audience = 'cashier' | 'merchant' | 'cardholder' | 'engineer';
export type Language = 'zh' | 'en';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface Reason {
  readonly id: string;
  /** Field 39. */
  readonly answerCode: string;
  /** Field 39 for a terminal that does not know that code (protocol section 10). */
  readonly withoutExtension?: string;
  /** The one line in field 63 and on the screen: what the person at the till may know. */
  readonly cashier: Words;
  readonly cardholder: Words;
  readonly engineer: Words;
  readonly next: { readonly cashier: Words; readonly cardholder: Words; readonly engineer: Words };
}

export const words = (zh: string, en: string): Words => ({ zh, en });

// What to do is much the same for many reasons.
export const otherCard = words('请换一张卡', 'Use another card');
export const callBank = words('请联系发卡银行', 'Contact your bank');
export const callAcquirer = words('请联系收单机构', 'Call the acquirer');
export const askToCallBank = words('请持卡人联系发卡银行', 'Ask the cardholder to contact the bank');
export const signOnFirst = words('请先签到', 'Sign on first');
export const signOnAgain = words('请重新签到后再试', 'Sign on again, then retry');
export const signOnLater = words('请稍后重新签到再试', 'Sign on again later, then retry');
/** Next steps of a cashier that begin with a sign-on; no other step is helped by one. */
export const signOnSteps: ReadonlySet<Words> = new Set([signOnFirst, signOnAgain, signOnLater]);
export const nothing = words('无需处理', 'Nothing to do');
export const later = words('请稍后再试', 'Try again later');
export const payAgainLater = words('未扣款，请稍后再付', 'You were not charged; pay again later');
export const notCharged = words('未扣款', 'You were not charged');
export const checkCardRow = words('核对该卡在发卡行的状态', "Check the card's row at the issuer");

export type ReasonDraft = Omit<Reason, 'id' | 'next'> & {
  readonly next: readonly [cashier: Words, holder: Words, engineer: Words];
};
