// What the lines of the comparison are called, what a difference on each means, and what to do about it.

import { type Words, words } from '../kernel/reason-words.js';

export interface SideWords {
  readonly name: Words;
  readonly differs: Words;
  readonly next: Words;
}

const of = (name: Words, differs: Words, next: Words): SideWords => ({ name, differs, next });

const signOn = words('让终端重新签到', 'Have the terminal sign on again');
const loadKey = words(
  '重新装载终端密钥：tillgate terminal load-key',
  'Load its own key again: tillgate terminal load-key',
);
const workingKey = words(
  '终端的密钥不是主机在用的任何一套',
  'It holds a key of no sign-on that the host knows of',
);

export const sideWords = {
  ownKey: of(
    words('终端密钥', 'Own key'),
    words('终端的主密钥与主机所登记的不同', 'Its own key is not the one that the host has of it'),
    loadKey,
  ),
  pinKey: of(words('PIN 密钥', 'PIN key'), workingKey, signOn),
  macKey: of(words('MAC 密钥', 'MAC key'), workingKey, signOn),
  trackKey: of(words('磁道密钥', 'Track key'), workingKey, signOn),
  signOn: of(
    words('签到日期', 'Signed on'),
    words('终端与主机所记的签到不是同一次', 'The two sides do not mean the same sign-on'),
    signOn,
  ),
  clock: of(
    words('时钟', 'Clock'),
    words('终端时钟与主机相差 {seconds} 秒', "The terminal's clock is {seconds} s off the host's"),
    words('让终端重新签到以校时', 'Have it sign on again, which sets its clock'),
  ),
  batch: of(
    words('批次号', 'Batch'),
    words('终端在另一批次上', 'The terminal is at another batch'),
    words('先结算，再签到以取得批次号', 'Settle it, then sign on for the batch number'),
  ),
  sold: of(
    words('本批次已售', 'Sold in this batch'),
    words('本批次的笔数或金额不一致', 'Count or amount of the batch differ'),
    words(
      '先联机补发冲正与通知，再结算对账',
      'Let reversals and advices that wait go out, then settle and compare item by item',
    ),
  ),
  openItems: of(
    words('待处理', 'Open items'),
    words('终端有冲正、通知或异常未了结', 'A reversal, an advice or an incident of the terminal is open'),
    words('联机后自动重发；异常记录须人工处理', 'What waits goes out by itself; incidents need a person'),
  ),
  mac: of(
    words('MAC 往返', 'MAC there and back'),
    words('带 MAC 的报文未能往返', 'A message with a MAC did not get there and back'),
    words('按该笔的原因处理', 'Do what the cause of that message says'),
  ),
  devices: of(
    words('设备', 'Devices'),
    words('有设备不工作', 'A device does not work'),
    words('报修此设备', 'Have it repaired'),
  ),
  software: of(
    words('程序', 'Program'),
    words('所报的程序不在已知之列', 'The program that it reports is not among the known ones'),
    words(
      '查明来源：可信则标为已知，否则停用终端并重装',
      'Find out where it is from: mark it as known, or suspend the terminal and load it anew',
    ),
  ),
} as const satisfies Readonly<Record<string, SideWords>>;

export type SideName = keyof typeof sideWords;

export const previousKey: Words = words(
  '终端用的是前一次签到的密钥：未装入新密钥，或恢复了旧状态',
  'It holds the key of the sign-on before: the new one was not loaded, or an old state was restored',
);
export const noneKnown: Words = words('尚未标记任何已知程序', 'No program has been marked as known yet');
export const noKey: Words = words('终端没有此密钥', 'The terminal has no such key');
export const signedOnSince: Words = words(
  '自检之后已重新签到，请再做一次自检',
  'It has signed on since the self-test: run the self-test again',
);
