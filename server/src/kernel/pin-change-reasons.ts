// Reasons of a change of PIN. Part of the registry in reasons.ts. The protocol has no code for a refused new PIN: 12,
// and the words in field 63 say what to do.

import { askToCallBank, callBank, nothing, type ReasonDraft, type Words, words } from './reason-words.js';

const unchanged = words('密码未改', 'Your PIN is as it was');

/** The old PIN was right; another new one may be tried at once. */
function chooseAnother(cashier: Words, cardholder: Words, engineer: Words): ReasonDraft {
  return {
    ...{ answerCode: '12', cashier, cardholder, engineer },
    next: [
      words('请持卡人换一个新密码，重新办理', 'Have the holder choose another PIN, and start again'),
      words('请换一个新密码', 'Choose another PIN'),
      nothing,
    ],
  };
}

export const pinChangeReasons = {
  'pin-change.done': {
    answerCode: '00',
    cashier: words('密码已修改', 'PIN changed'),
    cardholder: words('密码已修改，请用新密码', 'Your PIN is changed; use the new one from now on'),
    engineer: words(
      '原密码已在加密机内核对，新参照值与应答在同一次提交',
      'The old PIN was verified in the HSM; the new reference and the answer are one commit',
    ),
    next: [nothing, nothing, nothing],
  },
  'pin-change.same-digits': chooseAnother(
    words('新密码不能全部相同', 'The new PIN must not be one digit repeated'),
    words('新密码不能是同一个数字', 'A PIN of one digit repeated is guessed first'),
    words('新密码各位相同，加密机拒绝', 'One digit repeated: refused inside the HSM'),
  ),
  'pin-change.sequence': chooseAnother(
    words('新密码不能是连号', 'The new PIN must not run up or down'),
    words('新密码不能是连续数字，如 1234', 'A PIN that runs up or down, such as 1234, is guessed first'),
    words('新密码为升序或降序，加密机拒绝', 'A run up or down: refused inside the HSM'),
  ),
  'pin-change.unchanged': chooseAnother(
    words('新密码与原密码相同', 'The new PIN is the old one'),
    words('新密码与原密码相同', 'The new PIN is the one that you have'),
    words('新旧密码相同，参照值未变', 'Old and new PIN are equal: the reference stays'),
  ),
  'pin-change.not-offered': {
    answerCode: '40',
    cashier: words('发卡行不支持修改密码', 'The bank changes no PIN at terminals'),
    cardholder: unchanged,
    engineer: words(
      '发卡行的 PVK 只能校验（模式 V），不能生成参照值',
      "The bank's PIN verification key may verify and not generate (mode V)",
    ),
    next: [askToCallBank, callBank, words('为该银行装入模式 C 的 PVK', 'Give this bank a key with mode C')],
  },
  'pin-change.bank-elsewhere': {
    answerCode: '40',
    cashier: words('此卡不能在本机修改密码', 'The PIN of this card cannot be changed here'),
    cardholder: unchanged,
    engineer: words(
      '发卡行在链路另一端，该链路没有改密报文',
      "The card's bank is behind a link, which has no message for a change of PIN",
    ),
    next: [askToCallBank, callBank, nothing],
  },
  'pin-change.final': {
    answerCode: '12',
    cashier: words('修改密码不能冲正', 'A change of PIN is not reversed'),
    cardholder: words('密码以最后一次修改为准', 'The PIN that was set last is in force'),
    engineer: words(
      '改密没有冲正：无金额可退，旧密码不再存有',
      'Nothing was moved that could go back, and the old PIN is kept nowhere',
    ),
    next: [
      words('需要时再次修改密码', 'Change the PIN once more if need be'),
      nothing,
      words('终端不应为改密存冲正', 'A terminal must store no reversal for it'),
    ],
  },
} satisfies Readonly<Record<string, ReasonDraft>>;
