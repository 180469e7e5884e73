// What the terminal tells about itself and its slips: the status of its devices, and the signature that a holder
// wrote on its glass.

import {
  type DeviceStatus,
  formatF55Slip,
  formatF62Status,
  KSN_BYTES,
  SIGNATURE_BYTES_MAX,
} from '@tillgate/pos-protocol';
import type { Reply, TerminalCore } from './core.js';
import { details, refusalOf, send } from './management.js';
import { answered, failed, type Outcome } from './outcome.js';
import { managementMessage } from './requests.js';
import { changeVoucher, type Voucher } from './voucher.js';

export const ALL_WELL: DeviceStatus = {
  keypad: true,
  pinPad: true,
  reader: true,
  printer: true,
  display: true,
};

/** 状态上送. */
export async function uploadStatus(core: TerminalCore, status: DeviceStatus = ALL_WELL): Promise<Outcome> {
  const kind = 'status-upload';
  const message = managementMessage(kind, core.settings, core.state, '362').set(62, formatF62Status(status));
  const reply = await send(core, message);
  const refusal = refusalOf(kind, reply);
  if (refusal !== undefined) return refusal;
  return answered(kind, 'approved', '00', details(message, (reply as Reply & { type: 'answer' }).answer));
}

/** The serial number of the message's keys takes its part of F62. */
function roomForImage({ pinPad }: TerminalCore): number {
  return SIGNATURE_BYTES_MAX - (pinPad.hasKeysForEachMessage ? KSN_BYTES : 0);
}

/** The host has it already. */
const DUPLICATE = '94';

/** 电子签名上送, for a voucher of this batch. Sent as often as needed: F11 is the voucher's own trace. */
export async function uploadSignature(
  core: TerminalCore,
  trace: string,
  image: Uint8Array,
): Promise<Outcome> {
  const kind = 'signature';
  if (!core.isSignedOn) return failed(kind, 'not-signed-on');
  if (image.length === 0 || image.length > roomForImage(core)) return failed(kind, 'signature-size');
  const voucher = core.state.journal.find((one) => one.trace === trace);
  if (voucher === undefined) return failed(kind, 'original-not-found');
  const message = managementMessage(kind, core.settings, { ...core.state, batch: voucher.batch }, '800')
    .set(4, String(voucher.amountMinor).padStart(12, '0'))
    .set(11, trace)
    .set(55, formatF55Slip(slipOf(voucher)))
    .set(62, image);
  if (voucher.rrn !== '') message.set(37, voucher.rrn);
  const reply = await core.exchange(message, await core.pack(message));
  if (reply.type === 'answer' && reply.mac !== 'right') return failed(kind, 'bad-mac', { trace });
  const isDone = reply.type === 'answer' && reply.mismatch === undefined && reply.code === DUPLICATE;
  const refusal = isDone ? undefined : refusalOf(kind, reply);
  if (refusal !== undefined) return refusal;
  await core.save({ journal: changeVoucher(core.state.journal, trace, { hasSignature: true }) });
  const { code } = reply as Reply & { type: 'answer' };
  return answered(kind, 'approved', code, { trace });
}

function slipOf({ receipt, tipMinor }: Voucher): Parameters<typeof formatF55Slip>[0] {
  const { merchantName, type, operatorId, acquirerName, issuerId, dateTime, authCode } = receipt;
  return {
    ...{ merchantName: merchantName.zh, transactionType: type.zh, operatorId, acquirer: acquirerName.zh },
    ...{ issuer: issuerId, dateTime: dateTime.replace(/\D/g, ''), authCode },
    ...(tipMinor > 0 && { tipMinor: String(tipMinor) }),
  };
}
