// I1, I4 and I10: what was told is on the disk, what was not heard is taken back, and nobody is told two things.

import {
  type CaseFile,
  type Finding,
  isApproval,
  isReversible,
  keyOfRow,
  type WireEvent,
} from './case-file.js';

function answers(file: CaseFile, moment: WireEvent['moment']): WireEvent[] {
  return file.events.filter((event) => event.to === 'till' && event.moment === moment && event.read);
}

/** I1: an answer that says yes leaves only after its row is durable, and the row says the same. */
export function approvalsAreKept(file: CaseFile): Finding[] {
  return answers(file, 'sent').flatMap(({ read, order, terminalId }) => {
    const [code, rrn = ''] = [read!.fields.get(39), read!.fields.get(37)];
    if (!isApproval(code)) return [];
    const kept = file.payments.get(rrn);
    const finding = (detail: string): Finding[] => [{ subject: `${terminalId} ${rrn}`, detail }];
    if (kept === undefined) return finding(`answered ${code}, and no row is kept`);
    if (!isApproval(kept.row.answer_code)) return finding(`answered ${code}, kept ${kept.row.answer_code}`);
    if (kept.approvedOrder === undefined || kept.approvedOrder > order) {
      return finding(`answered ${code} before the row was durable`);
    }
    const amount = /^0[124]/.test(read!.mti) ? read!.fields.get(4) : undefined;
    if (amount !== undefined && Number(amount) !== kept.row.amount_minor) {
      return finding(`answered ${Number(amount)} fen, kept ${kept.row.amount_minor}`);
    }
    return [];
  });
}

/** I4: an approval that the terminal never heard whole, or did not end as approved there, is reversed at the end. */
export function nothingStaysInDoubt(file: CaseFile): Finding[] {
  const sent = file.sent.till;
  const heard = new Set(
    answers(file, 'arrived')
      .filter(({ read, frame }) => isApproval(read!.fields.get(39)) && sent.has(frame))
      .map(({ read }) => read!.fields.get(37) ?? ''),
  );
  const ended = new Map(file.tills.map((record) => [`${record.terminalId}|${record.trace}`, record]));
  const onFile = new Set(
    file.atTheEnd.flatMap(({ terminalId, onFile: given }) => given.map((one) => `${terminalId}|${one}`)),
  );
  return [...file.payments.values()].flatMap(({ row }) => {
    if (row.state === 'in-doubt') return [{ subject: row.rrn, detail: `${row.kind} is in doubt at the end` }];
    if (!isReversible(row.kind) || row.movement === null || row.state === 'reversed') return [];
    if (onFile.has(`${row.terminal_id}|${row.batch}|${row.trace}`)) return [];
    const finding = (detail: string): Finding[] => [{ subject: `${row.terminal_id} ${row.rrn}`, detail }];
    if (!heard.has(row.rrn)) return finding(`${row.kind} stands, and its approval was never heard`);
    const record = ended.get(`${row.terminal_id}|${row.trace}`);
    if (record === undefined || record.batch !== row.batch || record.result === 'approved') return [];
    return finding(`${row.kind} stands, and ended as ${record.result} at the till`);
  });
}

/** I4, the other way round: what the cashier saw approved stands, or was undone by a message of its own. */
export function whatWasSoldStands(file: CaseFile): Finding[] {
  return file.tills.flatMap(({ kind, result, rrn, terminalId, trace }) => {
    if (result !== 'approved' || !isReversible(kind)) return [];
    const kept = file.payments.get(rrn);
    const subject = `${terminalId} ${trace}`;
    if (kept === undefined)
      return [{ subject, detail: `${kind} was approved at the till, and no row is kept` }];
    return kept.row.state === 'reversed'
      ? [{ subject, detail: `${kind} was approved, and is reversed` }]
      : [];
  });
}

/**
 * I10: all yeses to one request are the same yes, and each answers a copy that came before the reversal. What the
 * bytes of such an answer still have to pass on their way (its MAC in a slow HSM, the line) may take longer than a
 * reversal does; the terminal waits for it no more. A copy that comes after the reversal never gets a yes.
 */
export function nobodyIsToldTwoThings(file: CaseFile): Finding[] {
  const first = new Map<string, string>();
  const yeses = new Map<string, number>();
  const copies = copiesThatCame(file);
  return answers(file, 'sent').flatMap(({ read, key }) => {
    const { fields, mti } = read!;
    const rrn = fields.get(37) ?? '';
    if (!isApproval(fields.get(39)) || !/^0[12]/.test(mti)) return [];
    const kept = file.payments.get(rrn);
    if (kept === undefined || keyOfRow(kept.row) !== key) return [];
    const finding = (detail: string): Finding[] => [{ subject: `${key} ${rrn}`, detail }];
    const { reversedOrder = Number.POSITIVE_INFINITY } = kept;
    const inTime = (copies.get(key) ?? []).filter((order) => order < reversedOrder).length;
    const told = (yeses.get(rrn) ?? 0) + 1;
    yeses.set(rrn, told);
    if (told > inTime)
      return finding(`told ${told} times that it is approved, asked ${inTime} times in time`);
    const request = `${key}|${kept.row.batch}|${kept.row.kind}`;
    const said = [rrn, fields.get(38), fields.get(39), fields.get(4)].join(' ');
    const before = first.get(request) ?? said;
    first.set(request, before);
    return before === said ? [] : finding(`told ${before}, then ${said}`);
  });
}

/** When each whole copy of a request came in, by its key. */
function copiesThatCame(file: CaseFile): Map<string, number[]> {
  const sent = file.sent.host;
  const copies = new Map<string, number[]>();
  for (const { to, moment, key, order, frame } of file.events) {
    if (to !== 'host' || moment !== 'arrived' || !sent.has(frame)) continue;
    const orders = copies.get(key);
    if (orders === undefined) copies.set(key, [order]);
    else orders.push(order);
  }
  return copies;
}
