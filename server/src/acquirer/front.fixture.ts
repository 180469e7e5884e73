// What stands in front of a message, for the acquirer's tests.

import type { BodyLayout, Envelope } from '@tillgate/pos-protocol';

export const FRONT: Pick<Envelope, 'tpdu' | 'header'> = {
  tpdu: { id: '60', destination: '0012', source: '0000' },
  header: {
    ...{ applicationClass: '61', softwareVersion: '31', terminalStatus: '0', centreRequest: '0' },
    subVersion: '311000',
  },
};
/** Every one there can be, the usual one first. */
export const BODY_LAYOUTS: readonly BodyLayout[] = [false, true].flatMap((widePinBlock) =>
  [true, false].flatMap((tpdu) => [true, false].map((header) => ({ tpdu, header, widePinBlock }))),
);
