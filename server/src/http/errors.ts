// Every error that leaves the web's door: a stable code, and a sentence in both languages that may be shown.

import type { FastifyReply } from 'fastify';

const MESSAGES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  TG_INTERNAL: { zh: '系统异常', en: 'The host failed; the log has the details' },
  TG_STORE_GONE: {
    zh: '数据库暂时不可用，请稍后再试',
    en: 'The database cannot be reached now: try again in a moment',
  },
  TG_BAD_REQUEST: { zh: '请求有误', en: 'The request is not well formed' },
  TG_NOT_FOUND: { zh: '没有找到', en: 'There is no such thing here' },
  TG_NOT_SIGNED_IN: { zh: '请先登录', en: 'Sign in first' },
  TG_WRONG_SIGN_IN: { zh: '用户名或密码不对', en: 'The name or the password is wrong' },
  TG_LOCKED: { zh: '尝试次数过多，请三十分钟后再试', en: 'Too many tries; wait thirty minutes' },
  TG_PASSWORD_MUST_CHANGE: { zh: '首次登录须修改密码', en: 'The first password must be changed' },
  TG_PASSWORD_SHORT: { zh: '新密码至少 12 位', en: 'A password has at least 12 characters' },
  TG_PASSWORD_SAME: { zh: '新密码不能与旧密码相同', en: 'The new password is the old one' },
  TG_PASSWORD_NAME: { zh: '新密码不能包含用户名', en: 'The password must not contain the name' },
  TG_PROFILE_UNKNOWN: { zh: '没有这个方言', en: 'There is no profile of that name' },
  TG_CERTIFICATE_REQUEST: { zh: '证书申请无效', en: 'This is no certificate request of that terminal' },
  TG_CERTIFICATE_STANDING: {
    zh: '终端已有有效证书，请用 renew',
    en: 'The terminal holds a good certificate: renew it',
  },
  TG_CERTIFICATE_NONE: {
    zh: '终端没有有效证书，请用 enrol',
    en: 'The terminal holds no good certificate: enrol it',
  },
  TG_PERSON_KNOWN: { zh: '已有此用户', en: 'There is a person of this name' },
  TG_LMK_UNKNOWN: { zh: '没有此校验值的主密钥', en: 'There is no local master key of this check value' },
  TG_LMK_KNOWN: { zh: '此主密钥已存在', en: 'This local master key is there already' },
  TG_LMK_LIVE: { zh: '在用主密钥不能停用', en: 'The live local master key cannot be retired' },
  TG_LMK_IN_USE: {
    zh: '仍有密钥由它加密，请先重新加密',
    en: 'Stored keys are still under it: activate the new one first',
  },
  TG_CEREMONY: { zh: '尚未开始，请先执行 begin', en: 'No ceremony has begun' },
  TG_CEREMONY_OFFICER: { zh: '每个分量须由不同的人输入', en: 'Each component comes from another person' },
  TG_CEREMONY_COMPONENT: {
    zh: '分量须为随机数，且与密钥等长',
    en: 'A component is random and as long as the key',
  },
  TG_CEREMONY_SEAL: {
    zh: '分量不是为本次录入和本人加密的',
    en: 'The component is not sealed for this ceremony and this person',
  },
  TG_CEREMONY_CHECK_VALUE: { zh: '分量与校验值不符', en: 'The component does not have this check value' },
  TG_TERMINAL_STANDING: { zh: '终端号已被使用', en: 'There is a terminal of this number already' },
  TG_PROFILE: { zh: '没有这个终端方言', en: 'There is no such profile' },
  TG_KEY_WEAK: {
    zh: '这些分量合成的密钥不可用',
    en: 'The components make a key that may not be used',
  },
  TG_SECOND_PERSON: {
    zh: '已登记，须由另一名管理员在 15 分钟内同样确认',
    en: 'Noted: another administrator has to ask for the same within 15 minutes',
  },
  TG_ZONE_ELSEWHERE: {
    zh: '该行在另一台主机上，密钥须与它交换',
    en: 'This bank is in another host: its key has to be exchanged with that one',
  },
  TG_ZONE_MASTER: {
    zh: '与该行尚无区域主密钥，无法交换密钥',
    en: 'There is no master key of the zone with this bank: keys cannot be exchanged',
  },
  TG_ZONE_KEY_LIVE: {
    zh: '该密钥仍在用：先标记停用，再录入新密钥',
    en: 'This key is in force: end it before another is brought in',
  },
  TG_POLICY_UNKNOWN: { zh: '没有这家银行', en: 'There is no such bank' },
  TG_POLICY_SAME_PERSON: { zh: '须由另一个人发布', en: 'Somebody else has to publish it' },
  TG_POLICY_NO_DRAFT: { zh: '没有待发布的草案', en: 'There is no such draft' },
  TG_CODE_WRONG: { zh: '验证码不对', en: 'The code is wrong' },
  TG_CODE_EXPIRED: { zh: '验证码已过期，请重新获取', en: 'The code has expired; ask for a new one' },
  TG_CODE_GUESSED_OUT: {
    zh: '验证码输错五次，已作废，请重新获取',
    en: 'Five wrong guesses: the code is void; ask for a new one',
  },
  TG_CODE_NONE: {
    zh: '没有可用的验证码：已用过，或不是为此发出的',
    en: 'No such code: it was used, or sent for something else',
  },
  TG_CODES_TOO_MANY: { zh: '获取太频繁，请十五分钟后再试', en: 'Too many codes; wait fifteen minutes' },
  TG_PASSKEY_REFUSED: { zh: '指纹验证未通过', en: 'The passkey did not verify' },
  TG_NUMBER_WRONG: { zh: '与终端显示的号码不符', en: 'This is not the number on the terminal' },
  TG_CONFIRMATION_OVER: { zh: '此笔支付已不再等待确认', en: 'This payment waits for nobody any more' },
  TG_CONFIRMATION_ALREADY: { zh: '您已确认过此笔支付', en: 'You have confirmed this payment already' },
  TG_SCAN_FOREIGN: {
    zh: '警告：此码不是本行的，可能是钓鱼码，已记录',
    en: "Warning: this code is not your bank's and may be a trap; it was reported",
  },
  TG_SCAN_FORGED: {
    zh: '警告：此码是伪造的，已记录，请勿付款',
    en: 'Warning: this code is forged; it was reported. Do not pay',
  },
  TG_SCAN_OTHER_CARD: {
    zh: '此码对应别人的卡，已记录',
    en: "This code is for somebody else's card; it was reported",
  },
  TG_SETTING_REFUSED: { zh: '此卡不能这样设置', en: 'This cannot be set for this card' },
  TG_PIN_NOT_ON_PHONE: {
    zh: '此卡的银行不支持在手机上设密码',
    en: "This card's bank does not let its PIN be set on the phone",
  },
  TG_PIN_LOCKED: {
    zh: '密码已锁，此卡须由银行解锁',
    en: 'The PIN is locked: only the bank unlocks it for this card',
  },
  TG_PIN_ENTRY_OVER: {
    zh: '此次设密码已用过或已超时，请重新开始',
    en: 'This was used already, or took too long: begin again',
  },
  TG_PIN_ENTRY_BROKEN: {
    zh: '密码未能送达银行，密码未改，请重新开始',
    en: 'The PIN did not reach the bank and is as it was: begin again',
  },
  TG_PIN_SAME_DIGITS: {
    zh: '密码不能是同一个数字，请换一个',
    en: 'One digit repeated is guessed first: choose another PIN',
  },
  TG_PIN_SEQUENCE: {
    zh: '密码不能是连号，如 1234，请换一个',
    en: 'A run such as 1234 is guessed first: choose another PIN',
  },
  TG_NOT_ALLOWED: { zh: '没有权限', en: 'Not allowed' },
};

export function sendError(reply: FastifyReply, status: number, code: string): FastifyReply {
  const words = MESSAGES[code] ?? { zh: code, en: code };
  return reply.code(status).send({ error: { code, ...words } });
}
