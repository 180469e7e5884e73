// Who sent this: a registered terminal in service, at its own merchant, and the one that its certificate proves.

import type { Directory } from '../store/index.js';
import { type Identified, type Refusal, type Request, refuse } from './request.js';

export async function identifyTerminal(
  directory: Directory,
  request: Request,
): Promise<Identified | Refusal> {
  const { certifiedTerminalId } = request.arrival;
  if (certifiedTerminalId !== undefined && certifiedTerminalId !== request.terminalId) {
    return refuse('terminal.certificate', { certifiedTerminalId });
  }
  const terminal = await directory.terminal(request.terminalId);
  if (!terminal || terminal.status === 'retired') return refuse('terminal.unknown');
  const merchant = directory.merchant(terminal.merchant_id);
  if (!merchant) return refuse('merchant.mismatch');
  // An echo carries fields 41, 42 and 60 only, and a terminal under repair may still ask whether we are here.
  if (terminal.status === 'suspended' && request.kind !== 'echo') return refuse('terminal.suspended');
  if (terminal.tmk_compromised && request.kind !== 'echo') return refuse('key.compromised');
  if (request.merchantId !== terminal.merchant_id) return refuse('merchant.mismatch');
  request.timeline.did('acquirer', 'terminal.identified');
  return { ...request, terminal, merchant };
}
