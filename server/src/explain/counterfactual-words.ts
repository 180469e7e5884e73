// What would have made the difference, in words: from the figures that the issuer kept with a demand, a decline, or
// an approval without a PIN. Each was replayed before it was kept; here it is only told, to whom it may be told.

import { type Audience, type Language, reasons, type Words } from '../kernel/reasons.js';
import { fill } from '../kernel/words.js';
import type { Figures } from '../store/index.js';

interface Told {
  /** Of a demand for the PIN, and of one for the phone. */
  readonly demand: Words;
  readonly phone: Words;
  readonly decline: Words;
}

const words = (zh: string, en: string): Words => ({ zh, en });

const told: Readonly<Record<string, Told>> = {
  amount: {
    demand: words('不超过 {wouldPassMinor} 则无需密码', 'At {wouldPassMinor} or less no PIN would be asked'),
    phone: words('不超过 {wouldPassMinor} 则无需确认', 'At {wouldPassMinor} or less nothing would be asked'),
    decline: words('不超过 {wouldPassMinor} 则可通过', 'At {wouldPassMinor} or less it would have passed'),
  },
  tap: {
    demand: words(
      '挥卡且不超过 {wouldPassMinor} 则无需密码',
      'Tapped, up to {wouldPassMinor}, no PIN would be asked',
    ),
    phone: words(
      '挥卡且不超过 {wouldPassMinor} 则无需确认',
      'Tapped, up to {wouldPassMinor}, nothing would be asked',
    ),
    decline: words(
      '挥卡且不超过 {wouldPassMinor} 则可免密通过',
      'Tapped, up to {wouldPassMinor}, it would have passed without a PIN',
    ),
  },
  hours: {
    demand: words('{wouldPassAt} 起无需密码', 'From {wouldPassAt} on no PIN would be asked'),
    phone: words('{wouldPassAt} 起无需确认', 'From {wouldPassAt} on nothing would be asked'),
    decline: words('{wouldPassAt} 起则可通过', 'From {wouldPassAt} on it would pass'),
  },
  'after-pin': {
    demand: words('输入一次密码后又可免密', 'Once the PIN was entered, it is not asked again for a while'),
    phone: words('输入一次密码后又可免密', 'After a payment with the PIN nothing would be asked'),
    decline: words('输入一次密码后则可通过', 'After a payment with the PIN it would pass'),
  },
  tomorrow: {
    demand: words('明日又可免密', 'Tomorrow no PIN would be asked'),
    phone: words('明日又可免密', 'Tomorrow nothing would be asked'),
    decline: words('次日即可再付', 'It would pass tomorrow'),
  },
};

const left = words(
  '今日还可免密支付 {leftCount} 笔，共 {leftMinor}',
  'Today {leftCount} more payments without the PIN, {leftMinor} in all',
);
const noneLeft = words('下一笔须输入密码', 'The next payment will ask for the PIN');

/** Null where nothing is known, or nothing that this audience may know. */
export function counterfactualFor(
  { answer_code: answerCode, reason, figures }: Asked,
  audience: Audience,
  lang: Language,
): string | null {
  const atTheTill = audience === 'cashier' || audience === 'merchant';
  // At the till only what rests on limits that everybody may know: never what a card was used for, or what is on it.
  const isPublic = figures.wouldPassMinor !== undefined && figures.wouldPassMinor === figures.noPinLimitMinor;
  if (atTheTill && !isPublic) return null;
  if (figures.leftCount !== undefined && answerCode === '00') {
    return fill((figures.leftCount === 0 || figures.leftMinor === 0 ? noneLeft : left)[lang], figures, lang);
  }
  const entry = told[String(figures.wouldPassBy)];
  if (!entry) return null;
  return fill(entry[kindOf(reason)][lang], figures, lang);
}

function kindOf(id: string): keyof Told {
  const answerCode = reasons.get(id)?.answerCode;
  return answerCode === '70' ? 'demand' : answerCode === '1A' ? 'phone' : 'decline';
}

interface Asked {
  readonly answer_code: string;
  readonly reason: string;
  readonly figures: Figures;
}
