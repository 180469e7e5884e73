// A host with the demo world and a terminal that is signed on to it, for the length of one test file.

import { after, before } from 'node:test';
import { demoTerminal } from './demo-world.fixture.js';
import { DataPlace, type RunningHost } from './host.harness.js';
import { WireTerminal } from './wire-terminal.js';

export interface DemoHost {
  readonly place: DataPlace;
  /** There once the tests run, not while they are declared. */
  readonly host: RunningHost;
  readonly till: WireTerminal;
}

/** Starts before the file's tests and goes after them. */
export function demoHost(terminalId = '10000001'): DemoHost {
  const place = new DataPlace();
  let host: RunningHost | undefined;
  let till: WireTerminal | undefined;
  before(async () => {
    host = await place.up('--demo');
    till = await WireTerminal.signedOn(demoTerminal(terminalId), host.posPort);
  });
  after(async () => {
    till?.close();
    await host?.stop();
    await place.remove();
  });
  const there = <Thing>(thing: Thing | undefined): Thing => {
    if (thing === undefined) throw new Error('the host of this file has not started');
    return thing;
  };
  return {
    place,
    get host() {
      return there(host);
    },
    get till() {
      return there(till);
    },
  };
}
