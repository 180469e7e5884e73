// How much speaks for a terminal being a copy, or in wrong hands: each kind of evidence by what it is worth once, and
// together as independent witnesses. The score puts in front what people should look at; a rule may act on it.

import { type Words, words } from '../kernel/reason-words.js';
import type { ReasonId } from '../kernel/reasons.js';

/** What was refused of a terminal, by its cause or reason; and what its messages show beside each other. */
export type EvidenceKind =
  | ReasonId
  | 'trace.back'
  | 'sign-on.often'
  | 'terminal.serial-twice'
  | 'terminal.odd-hours'
  | 'terminal.software'
  | 'terminal.two-addresses'
  | 'card.two-places';

/**
 * What shows that a terminal's own keys or certificate made this, and not somebody who reaches its line: a right MAC; a
 * right MAC, also under keys that are over, on a message that did not come before; a certificate; or nothing ever.
 */
export type Proof = 'mac' | 'mac-once' | 'certificate' | 'nothing';

interface Evidence {
  /** How likely a terminal with this, once, is not what it should be: little where there is a plain cause. */
  readonly worth: number;
  readonly proof: Proof;
  readonly words: Words;
}

export const EVIDENCE: Readonly<Partial<Record<EvidenceKind, Evidence>>> = {
  'terminal.cloned': {
    worth: 0.6,
    proof: 'mac-once',
    words: words('同一密钥在两处使用', 'One key in two places'),
  },
  'terminal.certificate': {
    worth: 0.4,
    proof: 'nothing',
    words: words('证书属于另一台终端', 'A certificate that proves another terminal'),
  },
  'terminal.serial-twice': {
    worth: 0.3,
    proof: 'mac',
    words: words('另一台在用终端有相同的序列号', 'Another terminal in service has its serial number'),
  },
  'terminal.software': {
    worth: 0.4,
    proof: 'certificate',
    words: words('报告的程序不在已知之列', 'It reports a program that is not among the known ones'),
  },
  'mac.other-terminal': {
    worth: 0.3,
    proof: 'certificate',
    words: words('报文鉴别用了另一台终端的密钥', "Its MAC was made with another terminal's key"),
  },
  'pin.other-terminal': {
    worth: 0.3,
    proof: 'mac-once',
    words: words('密码用了另一台终端的密钥', "A PIN came under another terminal's key"),
  },
  'pin.clear': { worth: 0.3, proof: 'mac-once', words: words('密码未加密', 'A PIN left in clear') },
  'key.serial-number-spent': {
    worth: 0.2,
    proof: 'certificate',
    words: words('密钥序列号倒退', 'Its key serial number went back'),
  },
  'key.serial-number': {
    worth: 0.2,
    proof: 'certificate',
    words: words('密钥序列号不是它的', 'A key serial number that is not its own'),
  },
  'trace.back': {
    worth: 0.15,
    proof: 'certificate',
    words: words('流水号倒退', 'Its trace number went back'),
  },
  'sign-on.often': {
    worth: 0.1,
    proof: 'certificate',
    words: words(
      '十分钟内又签到：可能两台在互相顶替',
      'Signed on again within ten minutes: perhaps two take turns',
    ),
  },
  'message.duplicate': {
    worth: 0.1,
    proof: 'mac',
    words: words('一个流水号用于两笔交易', 'One trace number for two payments'),
  },
  'mac.previous-key': {
    worth: 0.1,
    proof: 'mac-once',
    words: words('仍用上一代密钥', 'Its MAC was made with the key before'),
  },
  // It speaks beside other evidence, which somebody may have made to let it speak.
  'terminal.odd-hours': {
    worth: 0.1,
    proof: 'nothing',
    words: words('在它从不营业的时段收款', 'Payments at an hour at which it never took any'),
  },
  // Where a message came from its MAC does not say, and whoever relays a line chooses it.
  'terminal.two-addresses': {
    worth: 0.1,
    proof: 'nothing',
    words: words(
      '在两个网络地址之间来回：可能两台同时在用',
      'It came from two networks in turn: perhaps there are two of it',
    ),
  },
  // Made by whoever presents cards.
  'card.two-places': {
    worth: 0.05,
    proof: 'nothing',
    words: words(
      '一张卡半小时内在两个城市使用：卡或终端之一不实',
      'A card was used in two cities within half an hour: it, or one of the terminals, is not what it seems',
    ),
  },
  'mac.changed-on-the-way': {
    worth: 0.02,
    proof: 'certificate',
    words: words('报文鉴别不符，原因不明', 'Its MAC was wrong, and nothing explains it'),
  },
};

/** After so many of one kind more of them say nothing new. */
const TIMES_MAX = 5;

export interface Seen {
  readonly what: string;
  readonly times: number;
}

/** 0 to 1. */
export function suspicion(seen: readonly Seen[]): number {
  const innocent = seen.reduce((product, { what, times }) => {
    const worth = EVIDENCE[what as EvidenceKind]?.worth ?? 0;
    return product * (1 - worth) ** Math.min(times, TIMES_MAX);
  }, 1);
  return Math.round((1 - innocent) * 100) / 100;
}
