// The way of the last message with a MAC that a self-test sent: what the terminal measured, and what the host kept.

import type { SelfReport } from '@tillgate/pos-protocol';
import type { TripTime } from '../http/api.js';
import { words } from '../kernel/reason-words.js';

const NAMES = {
  connect: words('建立连接', 'To a connection'),
  send: words('发送', 'Until it was written'),
  network: words('网络往返', 'Network there and back'),
  host: words('主机处理', 'In the host'),
} as const;

/** @param hostMicros undefined where the host kept no steps of it */
export function tripTimes(
  report: SelfReport | undefined,
  hostMicros: number | undefined,
): readonly TripTime[] {
  if (!report) return [];
  const hostMs = hostMicros === undefined ? undefined : Math.round(hostMicros / 100) / 10;
  const { connectMs, sendMs, waitMs } = report;
  const networkMs =
    waitMs === undefined || hostMs === undefined
      ? undefined
      : Math.max(0, Math.round((waitMs - hostMs) * 10) / 10);
  const hop = (name: TripTime['hop'], ms: number | undefined): TripTime => ({
    ...{ hop: name, name: NAMES[name], ms: ms ?? null },
  });
  return [hop('connect', connectMs), hop('send', sendMs), hop('network', networkMs), hop('host', hostMs)];
}
