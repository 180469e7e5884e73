// One frame's body at this host: the way of the payment, the trace that is kept of it afterwards, and the faults that
// the laboratory has armed for it.

import type { TransactionEvents } from './events/index.js';
import { keepTrace } from './journal/index.js';
import type { Clock } from './kernel/clock.js';
import { Timeline } from './kernel/timeline.js';
import { type FaultLab, withHostFault } from './lab/index.js';
import type { Handle } from './link/index.js';
import { answer, type Stations, takeBack } from './payment-path.js';
import type { ProfileRegistry } from './profile-registry.js';
import type { GroupCommit, TraceRow } from './store/index.js';

export interface HandlePorts {
  readonly books: GroupCommit;
  readonly clock: Clock;
  readonly events: TransactionEvents;
  readonly bodyLayouts: ProfileRegistry['bodyLayouts'];
  /** In the demo world only. */
  readonly lab: FaultLab | undefined;
  /** Told of each message with a right MAC, but for repeated ones: those anybody may have recorded. */
  readonly addresses: { seen(terminalId: string, address: string | undefined, at: number): void };
}

/** What becomes of a frame's body at this host. */
export function handleWith(
  stations: Stations,
  { books, clock, events, bodyLayouts, lab, addresses }: HandlePorts,
): Handle {
  // After the answer is on its way: masking and packing are for people, and people can wait.
  const keepLater = (make: () => TraceRow): void => {
    clock.after(0, () => {
      const trace = make();
      books.submitLate((draft) => draft.addTrace(trace));
    });
  };
  return async (body, peer, fault) => {
    const timeline = new Timeline(clock);
    const suffering = lab?.nextAtHost(body);
    const labFault = suffering?.fault ?? fault;
    const reply = await answer(suffering ? withHostFault(stations, suffering) : stations, {
      ...{ body, receivedAt: clock.now(), timeline },
      ...{ certifiedTerminalId: peer.certified?.terminalId, labFault },
    });
    if ('unanswerable' in reply) return { close: reply.unanswerable };
    if (labFault) timeline.did(suffering ? 'acquirer' : 'terminal', `lab.${labFault}`);
    const { request, outcome } = reply;
    if (!outcome.repeated) {
      if (request.keys) addresses.seen(request.terminalId, peer.address, request.receivedAt);
      const certified = peer.certified?.terminalId === request.terminalId;
      keepLater(() => ({
        ...keepTrace(request.rrn, timeline, body, reply.body, bodyLayouts),
        certified,
      }));
    }
    events.publish({ rrn: outcome.rrn });
    return { body: reply.body, undelivered: () => void takeBack(stations, reply) };
  };
}
