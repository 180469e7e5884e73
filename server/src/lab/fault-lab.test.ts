// The laboratory. Goal: a fault is for demo terminals, for its number of messages and its time, and only for the
// terminal that field 41 names. Method: messages packed here, a clock that the test moves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Message } from '@tillgate/iso8583';
import { packBody } from '@tillgate/pos-protocol';
import { FaultLab } from './index.js';

const MINUTE_MS = 60_000;

function echoOf(terminalId: string): Uint8Array {
  const message = new Message('0820').set(41, terminalId).set(60, '00000001301');
  return packBody({ tpdu: undefined, header: undefined, message });
}

function openLab() {
  const clock = { at: 1000, now: () => clock.at };
  const lab = new FaultLab(
    [{ terminalId: '10000001' }, { terminalId: '10000002' }],
    [{ tpdu: false, header: false, widePinBlock: false }],
    clock,
  );
  return { lab, clock };
}

const order = { terminalId: '10000001', fault: 'cut', times: 2, holdMs: 5 } as const;

test('a fault is taken as often as it was armed, by its terminal alone', () => {
  const { lab } = openLab();
  assert.ok(lab.arm(order));
  assert.equal(lab.next(echoOf('10000002')), undefined);
  assert.equal(lab.next(echoOf('10000001'))?.name, 'cut');
  assert.equal(lab.armed[0]?.timesLeft, 1);
  assert.equal(lab.next(echoOf('10000001'))?.holdMs, 5);
  assert.equal(lab.next(echoOf('10000001')), undefined);
  assert.deepEqual(lab.armed, []);
  assert.equal(lab.done.length, 2);
});

test('another terminal than the demo’s cannot be chosen, and what is no message is left alone', () => {
  const { lab } = openLab();
  assert.equal(lab.arm({ ...order, terminalId: '20000000' }), false);
  assert.ok(lab.arm(order));
  assert.equal(lab.next(Uint8Array.of(1, 2, 3)), undefined);
});

test('it disarms itself after ten minutes, or when told', () => {
  const { lab, clock } = openLab();
  lab.arm(order);
  clock.at += 10 * MINUTE_MS;
  assert.deepEqual(lab.armed, []);
  assert.equal(lab.next(echoOf('10000001')), undefined);
  lab.arm(order);
  assert.ok(lab.disarm('10000001'));
  assert.equal(lab.disarm('10000001'), false);
  assert.equal(lab.next(echoOf('10000001')), undefined);
});

test('a reordered request waits until its terminal’s next message was answered', async () => {
  const { lab } = openLab();
  lab.arm({ ...order, fault: 'reorder', times: 1 });
  const fault = lab.next(echoOf('10000001'));
  let released = false;
  void fault?.overtaken.then(() => {
    released = true;
  });
  lab.answered(echoOf('10000002'));
  await Promise.resolve();
  assert.equal(released, false);
  lab.answered(echoOf('10000001'));
  await fault?.overtaken;
  assert.equal(released, true);
});

test('a fault of the host is taken by a message that could suffer it, and no line notices', () => {
  const { lab } = openLab();
  const paymentOf = (terminalId: string, withPin: boolean): Uint8Array => {
    const message = new Message('0200').set(11, '000007').set(41, terminalId).set(60, '22000001000');
    if (withPin) message.set(52, new Uint8Array(8));
    return packBody({ tpdu: undefined, header: undefined, message: message.set(64, new Uint8Array(8)) });
  };
  lab.arm({ ...order, fault: 'half-rotation', times: 1 });
  assert.equal(lab.next(paymentOf('10000001', true)), undefined);
  assert.equal(lab.nextAtHost(paymentOf('10000001', false)), undefined, 'without a PIN nobody would notice');
  assert.equal(lab.nextAtHost(paymentOf('10000002', true)), undefined);
  const suffering = lab.nextAtHost(paymentOf('10000001', true));
  assert.deepEqual([suffering?.fault, suffering?.trace], ['half-rotation', '000007']);
  assert.deepEqual([lab.armed, lab.done[0]?.fault], [[], 'half-rotation']);
  lab.arm(order);
  assert.equal(
    lab.nextAtHost(paymentOf('10000001', true)),
    undefined,
    'a fault of the line is not the host’s',
  );
});
