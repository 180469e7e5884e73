// Every message of the dialect as one table: what identifies it on the wire and how it is handled. Routing is
// by MTI, F3, F25 and 60.1, and for management messages by 60.3.

import type { Message } from '@tillgate/iso8583';

export type MessageKind =
  | 'balance'
  | 'pin-change'
  | 'qr-sale'
  | 'purchase'
  | 'void'
  | 'refund'
  | 'pre-authorization'
  | 'pre-authorization-void'
  | 'completion'
  | 'completion-advice'
  | 'completion-void'
  | 'offline-sale'
  | 'adjustment'
  | 'tip'
  | 'reversal'
  | 'script-result'
  | 'sign-on'
  | 'sign-off'
  | 'echo'
  | 'status-upload'
  | 'parameter-download'
  | 'public-key-query'
  | 'public-key-download'
  | 'public-key-end'
  | 'chip-application-query'
  | 'chip-application-download'
  | 'chip-application-end'
  | 'settlement'
  | 'batch-upload'
  | 'signature';

export interface MessageKindEntry {
  readonly zh: string;
  readonly en: string;
  readonly request: string;
  readonly answer: string;
  /** F3; undefined when the message has none or repeats the original's. */
  readonly processingCode: string | undefined;
  /** F25; undefined as above. */
  readonly condition: string | undefined;
  /** 60.1; undefined when it repeats the original's. */
  readonly types: readonly string[] | undefined;
  /** 60.3; undefined when it repeats the original's. */
  readonly networkCodes: readonly string[] | undefined;
  readonly reversible: boolean;
  readonly carriesMac: boolean;
  /** Fields with card data or keys in this message, beyond those that are sensitive in every message. */
  readonly sensitiveFields: readonly number[];
}

type Traits = { reversible?: boolean; sensitive?: readonly number[]; mac?: boolean };

/** A row for a payment: these carry a MAC. */
function payment(
  zh: string,
  en: string,
  mti: string,
  codes: readonly [processingCode: string, condition: string, ...types: string[]],
  { reversible = false, sensitive = [] }: Traits = {},
): MessageKindEntry {
  const [processingCode, condition, ...types] = codes;
  return {
    ...{ zh, en, request: mti, answer: answerMti(mti), processingCode, condition, types },
    ...{ networkCodes: ['000'], reversible, carriesMac: true, sensitiveFields: sensitive },
  };
}

/** A row for a management message: 60.3 says which; no MAC unless told. */
function management(
  zh: string,
  en: string,
  mti: string,
  networkCodes: readonly string[],
  { sensitive = [], mac = false }: Traits = {},
): MessageKindEntry {
  return {
    ...{ zh, en, request: mti, answer: answerMti(mti), processingCode: undefined, condition: undefined },
    ...{ types: [mac && mti === '0820' ? '07' : '00'], networkCodes },
    ...{ reversible: false, carriesMac: mac, sensitiveFields: sensitive },
  };
}

/** 0200 -> 0210: the third digit of a request is even, its answer's is the next odd one. */
export function answerMti(request: string): string {
  return `${request.slice(0, 2)}${Number(request[2]) + 1}${request.slice(3)}`;
}

const yes = { reversible: true };

/**
 * F59 of a QR sale holds the customer's payment code, F48 of a batch upload PANs; F62 of a sign-on keys, of a change of
 * PIN the new PIN block.
 */
export const messageKinds: Readonly<Record<MessageKind, MessageKindEntry>> = {
  balance: payment('余额查询', 'balance', '0200', ['310000', '00', '01']),
  // Our own: the range 92 of field 3, and a type that no other message of the dialect has.
  'pin-change': payment('修改密码', 'PIN change', '0100', ['920000', '00', '02'], { sensitive: [62] }),
  'qr-sale': payment('扫码消费', 'QR sale', '0200', ['000000', '00', '22'], { ...yes, sensitive: [59] }),
  purchase: payment('消费', 'purchase', '0200', ['000000', '00', '22'], yes),
  void: payment('消费撤销', 'void', '0200', ['200000', '00', '23'], yes),
  refund: payment('退货', 'refund', '0220', ['200000', '00', '25']),
  'pre-authorization': payment('预授权', 'pre-authorization', '0100', ['030000', '06', '10'], yes),
  'pre-authorization-void': payment(
    '预授权撤销',
    'pre-authorization void',
    '0100',
    ['200000', '06', '11'],
    yes,
  ),
  completion: payment('预授权完成(请求)', 'completion', '0200', ['000000', '06', '20'], yes),
  'completion-advice': payment('预授权完成(通知)', 'completion advice', '0220', ['000000', '06', '24']),
  'completion-void': payment('预授权完成撤销', 'completion void', '0200', ['200000', '06', '21'], yes),
  'offline-sale': payment('离线结算', 'offline sale', '0220', ['000000', '00', '30', '36']),
  adjustment: payment('结算调整', 'adjustment', '0220', ['000000', '00', '32']),
  tip: payment('追加小费', 'tip', '0220', ['000000', '00', '34']),
  reversal: {
    ...payment('冲正', 'reversal', '0400', ['', '']),
    ...{ processingCode: undefined, condition: undefined, types: undefined, networkCodes: undefined },
  },
  'script-result': management('脚本处理结果通知', 'script result', '0620', ['951'], { mac: true }),
  'sign-on': management('签到', 'sign-on', '0800', ['001', '003', '004', '005'], { sensitive: [62] }),
  'sign-off': management('签退', 'sign-off', '0820', ['002']),
  echo: management('回响测试', 'echo', '0820', ['301']),
  'status-upload': management('状态上送', 'status upload', '0820', ['362']),
  'parameter-download': management('参数下载', 'parameter download', '0800', ['360']),
  'public-key-query': management('公钥查询', 'public key query', '0820', ['372']),
  'public-key-download': management('公钥下载', 'public key download', '0800', ['370']),
  'public-key-end': management('公钥下载结束', 'public key download end', '0800', ['371']),
  'chip-application-query': management('芯片参数查询', 'chip application query', '0820', ['382']),
  'chip-application-download': management('芯片参数下载', 'chip application download', '0800', ['380']),
  'chip-application-end': management('芯片参数下载结束', 'chip application download end', '0800', ['381']),
  settlement: management('批结算', 'settlement', '0500', ['201']),
  'batch-upload': management(
    '批上送',
    'batch upload',
    '0320',
    ['201', '202', '203', '204', '205', '206', '207'],
    { sensitive: [48, 62] },
  ),
  signature: management('电子签名上送', 'electronic signature', '0820', ['800'], {
    mac: true,
    sensitive: [62],
  }),
};

const byMti: ReadonlyMap<string, readonly MessageKind[]> = groupByMti();

function groupByMti(): Map<string, MessageKind[]> {
  const groups = new Map<string, MessageKind[]>();
  for (const [kind, { request, answer }] of Object.entries(messageKinds)) {
    for (const mti of [request, answer]) {
      groups.set(mti, [...(groups.get(mti) ?? []), kind as MessageKind]);
    }
  }
  return groups;
}

/** What a request or an answer is; undefined when no row of the table fits. */
export function kindOf(message: Message): MessageKind | undefined {
  return byMti.get(message.mti)?.find((kind) => fits(kind, message));
}

function fits(kind: MessageKind, message: Message): boolean {
  const row = messageKinds[kind];
  const control = message.text(60) ?? '';
  return (
    (row.types === undefined || row.types.includes(control.slice(0, 2))) &&
    (row.networkCodes === undefined || row.networkCodes.includes(control.slice(8, 11))) &&
    (row.processingCode === undefined || row.processingCode === message.text(3)) &&
    (row.condition === undefined || row.condition === message.text(25)) &&
    // A QR sale is a purchase in all of these; only the entry mode 03x tells it.
    (kind !== 'qr-sale' || message.text(22)?.startsWith('03') === true)
  );
}
