// What a training terminal in the browser is opened with: who it is, this browser's ports, and the demo's props.

import type { HostFaultName } from '@tillgate/server/api';
import type { Chip, Ports } from '@tillgate/terminal';
import type { PageSoftware } from './page-software.js';
import type { DemoCard, DemoTerminal } from './screen.js';

export interface TillOptions {
  readonly profile: DemoTerminal;
  readonly acquirerName: { readonly zh: string; readonly en: string };
  readonly ports: Pick<Ports, 'store' | 'link' | 'clock' | 'random'>;
  /** What it reports of its program. */
  readonly software: PageSoftware;
  readonly isKept: boolean;
  /** Already signed in on this page before it was reloaded. */
  readonly operatorId: string | undefined;
  readonly onOperator: (operatorId: string | undefined) => void;
  readonly onPayment: (rrn: string) => void;
  /** The code that the holder of a demo card shows on the phone. */
  readonly paymentCode: (cardName: string) => Promise<string>;
  readonly armHostFault: (fault: HostFaultName) => Promise<void>;
  /** The chip of a demo card, powered up for one payment. */
  readonly chip: (card: DemoCard) => Promise<Chip | undefined>;
  /** What the page's address asks for once an operator is there. */
  readonly task: { readonly amountMinor: number | undefined; readonly showsSignOn: boolean };
}
