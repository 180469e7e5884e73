// Every error that leaves the web's door: a stable code, and a sentence in both languages that may be shown.

import type { FastifyReply } from 'fastify';

const MESSAGES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  TG_INTERNAL: { zh: '系统异常', en: 'The host failed; the log has the details' },
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
  TG_LMK_CEREMONY: { zh: '尚未开始，请先执行 begin', en: 'No ceremony has begun' },
  TG_LMK_OFFICER: { zh: '每个分量须由不同的人输入', en: 'Each component comes from another person' },
  TG_LMK_COMPONENT: { zh: '分量须为 32 字节随机数', en: 'A component is 32 random bytes' },
  TG_LMK_CHECK_VALUE: { zh: '分量与校验值不符', en: 'The component does not have this check value' },
  TG_TERMINAL_STANDING: { zh: '终端号已被使用', en: 'There is a terminal of this number already' },
  TG_PROFILE: { zh: '没有这个终端方言', en: 'There is no such profile' },
  TG_SECOND_PERSON: {
    zh: '已登记，须由另一名管理员在 15 分钟内同样确认',
    en: 'Noted: another administrator has to ask for the same within 15 minutes',
  },
  TG_ZONE_MASTER: {
    zh: '与该行尚无区域主密钥，无法交换密钥',
    en: 'There is no master key of the zone with this bank: keys cannot be exchanged',
  },
  TG_NOT_ALLOWED: { zh: '没有权限', en: 'Not allowed' },
};

export function sendError(reply: FastifyReply, status: number, code: string): FastifyReply {
  const words = MESSAGES[code] ?? { zh: code, en: code };
  return reply.code(status).send({ error: { code, ...words } });
}
