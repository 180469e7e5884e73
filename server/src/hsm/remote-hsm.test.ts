// Goal: host and HSM serve each other only when both prove the secret, and a lost connection is made anew.
// Method: both ends in one process, joined by frames that the test carries and can change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Clock, systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import { createCommands } from './commands.js';
import { createHsmSession, type FramedPeer } from './hsm-session.js';
import { LmkRing } from './lmk-ring.js';
import { startRemoteHsm } from './remote-hsm.js';
import { proofOf } from './socket-proof.js';

const PAN = '6299990000001000011';
const secret = systemRandom.bytes(32);
const commands = createCommands({
  ...{ lmks: LmkRing.of(systemRandom.bytes(32)), random: systemRandom, clock: systemClock },
  createTdes: () => assert.fail('no TDES here'),
});

interface Events {
  onFrame(frame: Uint8Array): void;
  onClose(): void;
}

/** A connection of a host to the room; `last` ends the newest one. */
function line(roomSecret: Uint8Array = secret) {
  const state = { connections: 0, last: (): void => undefined };
  const connect = (events: Events): FramedPeer => {
    state.connections += 1;
    let closed = false;
    const close = (): void => {
      if (closed) return;
      closed = true;
      queueMicrotask(() => events.onClose());
    };
    const toHost = {
      send: (frame: Uint8Array) => queueMicrotask(() => events.onFrame(frame.slice())),
      close,
    };
    let session: ((frame: Uint8Array) => void) | undefined;
    queueMicrotask(() => {
      session = createHsmSession({ commands, secret: roomSecret, random: systemRandom }, toHost);
    });
    state.last = close;
    return { send: (frame) => queueMicrotask(() => session?.(Uint8Array.from(frame))), close };
  };
  return { connect, state };
}

test('both prove the secret, then commands are carried out', async () => {
  const { connect } = line();
  const hsm = await startRemoteHsm({ secret, random: systemRandom, connect });
  assert.deepEqual(await hsm.panHash(PAN), commands.panHash(PAN));
  await assert.rejects(hsm.panHash('x'), { code: 'TG_PAN' });
  await hsm.close();
});

test('neither serves the other with another secret', async () => {
  const { connect } = line(systemRandom.bytes(32));
  await assert.rejects(startRemoteHsm({ secret, random: systemRandom, connect }), {
    code: 'TG_HSM_UNREACHABLE',
  });
  // An HSM that accepts any host does not know the secret, and is left.
  const impostor = (events: Events): FramedPeer => {
    queueMicrotask(() => events.onFrame(systemRandom.bytes(32)));
    return {
      send: () => queueMicrotask(() => events.onFrame(systemRandom.bytes(32))),
      close: () => queueMicrotask(() => events.onClose()),
    };
  };
  await assert.rejects(startRemoteHsm({ secret, random: systemRandom, connect: impostor }), {
    code: 'TG_HSM_UNREACHABLE',
  });
});

test('a command before the proof, a proof of the wrong side, or one of another time closes the connection', () => {
  const batch = new Uint8Array([0, 0, 0]);
  const proofs: ReadonlyArray<(challenge: Uint8Array) => Uint8Array> = [
    () => batch,
    () => new Uint8Array(64),
    (challenge) => Buffer.concat([challenge, proofOf('hsm', secret, challenge, challenge)]),
    (challenge) => Buffer.concat([challenge, proofOf('host', secret, systemRandom.bytes(32), challenge)]),
    (challenge) => Buffer.concat([challenge, proofOf('host', secret, challenge, challenge), batch]),
  ];
  for (const prove of proofs) {
    const sent: Uint8Array[] = [];
    let closed = false;
    const peer = { send: (frame: Uint8Array) => sent.push(frame), close: () => (closed = true) };
    const session = createHsmSession({ commands, secret, random: systemRandom }, peer as never);
    session(prove(sent[0]!));
    assert.ok(closed);
    assert.equal(sent.length, 1);
  }
});

test('a connection that ended is made anew', async () => {
  const { connect, state } = line();
  const pauses: Array<() => void> = [];
  const clock: Clock = {
    ...systemClock,
    after: (ms, over) => {
      if (ms < 5000) pauses.push(over);
      return () => undefined;
    },
  };
  const hsm = await startRemoteHsm({ secret, random: systemRandom, connect, clock });
  state.last();
  await assert.rejects(hsm.panHash(PAN), { code: 'TG_HSM_UNREACHABLE' });
  pauses.shift()?.();
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  assert.deepEqual(await hsm.panHash(PAN), commands.panHash(PAN));
  assert.equal(state.connections, 2);
  await hsm.close();
});
