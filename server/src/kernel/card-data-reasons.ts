// Reasons of card data that do not authenticate the holder (05, 持卡人认证失败): part of the registry in reasons.ts.
// The till is told to check the data and not which part is wrong: who types numbers of others learns nothing.

import { otherCard, type ReasonDraft, type Words, words } from './reason-words.js';

const failed = words('持卡人认证失败', 'Cardholder authentication failed');
const checkData = words(
  '核对卡号与有效期，或插卡、换卡',
  'Check number and expiry, or insert the card, or use another one',
);

function dataReason(cardholder: Words, engineer: Words, next: Words): ReasonDraft {
  return { answerCode: '05', cashier: failed, cardholder, engineer, next: [checkData, otherCard, next] };
}

export const cardDataReasons = {
  'card.expiry-wrong': dataReason(
    words('有效期与银行的记录不同，未扣款', 'The expiry is not the one of this card; you were not charged'),
    words(
      '域 14 或磁道中的有效期不是此卡的',
      'The expiry of field 14 or of the track is not the one of this card',
    ),
    words(
      '旧卡、输错或伪造的磁道：看读卡方式',
      'An old card, a slip of the hand, or a made-up track: see how it was read',
    ),
  ),
  'card.data-incomplete': dataReason(
    words('缺少有效期，未扣款', 'The expiry is missing; you were not charged'),
    words('手工输入而没有有效期（域 14）', 'Typed in, and without the expiry, field 14'),
    words('终端须随手工卡号送域 14', 'The terminal must send field 14 with a number that was typed'),
  ),
  'card.number-wrong': {
    answerCode: '14',
    cashier: words('无效卡号', 'No such card'),
    cardholder: words('卡号输错，未扣款', 'The card number was mistyped; you were not charged'),
    engineer: words(
      '手工输入的卡号校验位不符，且无此卡',
      'The number was typed in, its check digit is wrong, and there is no such card',
    ),
    next: [
      words('重新输入卡号', 'Enter the card number again'),
      otherCard,
      words('看终端是否核对校验位', 'See whether the terminal checks the check digit'),
    ],
  },
  'card.track-damaged': {
    answerCode: '05',
    cashier: words('磁条读取不全，请插卡', 'The stripe was not read in full; insert the card'),
    cardholder: words('磁条损坏，未扣款', 'The stripe is damaged; you were not charged'),
    engineer: words(
      '域 35 没有分隔符或有效期：磁道不完整',
      'Field 35 has no separator or no expiry: the track is not whole',
    ),
    next: [
      words('插卡或挥卡；没有芯片则换卡', 'Insert or tap the card; without a chip use another one'),
      words('请插卡或挥卡，并请银行换卡', 'Insert or tap the card, and ask your bank for a new one'),
      words('若多张卡如此，清洁或报修读卡器', 'With many cards: clean the reader, or have it repaired'),
    ],
  },
} satisfies Readonly<Record<string, ReasonDraft>>;
