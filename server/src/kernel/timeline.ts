// Where the microseconds of one request went: stations in order, each with what it did.

import type { Clock } from './clock.js';

export type Lane = 'terminal' | 'acquirer' | 'hsm' | 'switch' | 'issuer' | 'ledger';

/** What a step may be, in words, and which of the two messages it opens. */
const table = {
  'message.read': { zh: '收到并解析请求报文', en: 'read the request', message: 'request' },
  'terminal.identified': { zh: '识别终端与商户', en: 'identified terminal and merchant', message: null },
  'mac.checked': { zh: '校验请求 MAC', en: "checked the request's MAC", message: 'request' },
  'keys.made': { zh: '生成工作密钥', en: 'made working keys', message: null },
  'track.decrypted': { zh: '解密磁道', en: 'decrypted the track', message: null },
  'card.hashed': { zh: '计算卡号索引', en: 'hashed the card number', message: null },
  'pin.translated': {
    zh: 'PIN 由终端密钥转换到区域密钥',
    en: 'moved the PIN block from the terminal key to the zone key',
    message: null,
  },
  'pin.changed': {
    zh: '在加密机内核对旧 PIN 并生成新参照值',
    en: 'verified the old PIN and made the new reference in the HSM',
    message: null,
  },
  'pin.checked': { zh: '在加密机内核对 PIN', en: 'checked the PIN in the HSM', message: null },
  'cryptogram.checked': {
    zh: '在加密机内核对芯片密文',
    en: "checked the card's cryptogram in the HSM",
    message: null,
  },
  'bank.asked': { zh: '经链路询问发卡方', en: 'asked the bank over its link', message: null },
  'decision.committed': { zh: '决定、记账并提交', en: 'decided, posted and committed', message: null },
  'answer.maced': { zh: '计算应答 MAC 并应答', en: "made the answer's MAC and answered", message: 'answer' },
  'answer.sent': { zh: '应答', en: 'answered', message: 'answer' },
  'lab.cut': {
    zh: '故障实验：应答只发出一半即断线',
    en: 'lab: cut in the middle of the answer',
    message: null,
  },
  'lab.delay': {
    zh: '故障实验：应答迟于终端时限',
    en: 'lab: held the answer beyond the limit',
    message: null,
  },
  'lab.duplicate': { zh: '故障实验：请求到达两次', en: 'lab: handed the request over twice', message: null },
  'lab.reorder': {
    zh: '故障实验：请求晚于其后的报文到达',
    en: "lab: let the terminal's next message overtake the request",
    message: null,
  },
  'lab.flip-byte': {
    zh: '故障实验：请求有一位被改变',
    en: 'lab: flipped a bit of the request',
    message: 'request',
  },
  'lab.wrong-length': {
    zh: '故障实验：应答长度少计一字节',
    en: 'lab: sent the answer with a wrong length',
    message: null,
  },
  'lab.slow-bytes': {
    zh: '故障实验：应答逐字节缓慢发出',
    en: 'lab: sent the answer byte by byte',
    message: null,
  },
  'lab.answer-lost': {
    zh: '故障实验：提交后应答丢失',
    en: 'lab: lost the answer after the commit',
    message: null,
  },
  'lab.hsm-down': { zh: '故障实验：加密机不应答', en: 'lab: the HSM did not answer', message: null },
  'lab.stale-keys': {
    zh: '故障实验：主机已换新密钥，终端仍用旧的',
    en: 'lab: the host took keys of a later sign-on for those in use',
    message: 'request',
  },
  'lab.copied-terminal': {
    zh: '故障实验：另一台同号终端签到并交易',
    en: 'lab: a copy of the terminal signed on and paid',
    message: 'request',
  },
  'lab.half-rotation': {
    zh: '故障实验：主机只换了 PIN 密钥',
    en: 'lab: the host had changed the PIN key alone',
    message: 'request',
  },
  'lab.clock-off': {
    zh: '故障实验：主机时钟快一天',
    en: "lab: the host's clock was a day ahead",
    message: null,
  },
} as const;

export type StepName = keyof typeof table;

export interface StepWords {
  readonly zh: string;
  readonly en: string;
  readonly message: 'request' | 'answer' | null;
}

/** The words of a kept step; a step that an older host kept under another name says its name. */
export function stepWords(what: string): StepWords {
  return what in table ? table[what as StepName] : { zh: what, en: what, message: null };
}

export interface TimelineStep {
  /** Milliseconds since 1970 UTC at which the step ended. */
  readonly at: number;
  readonly station: Lane;
  readonly what: StepName;
  /** Since the step before. */
  readonly micros: number;
}

export class Timeline {
  readonly steps: TimelineStep[] = [];
  readonly #clock: Clock;
  #last: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#last = clock.micros();
  }

  /** Ends a step: what was done since the last call. */
  did(station: Lane, what: StepName): void {
    const now = this.#clock.micros();
    this.steps.push({ at: this.#clock.now(), station, what, micros: now - this.#last });
    this.#last = now;
  }
}
