// What people are shown. Goal: much evidence made on the line hides nothing that is proved, from people or from the
// rule. Method: a database that answers with what was seen of a hundred and more terminals.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSuspectDesk } from './suspect-desk.js';

const seen = (terminalId: number, what: string, times: number, proved: number) => ({
  ...{ terminal_id: String(terminalId), status: 'active', what, times, proved },
  ...{ since: 1, last_rrn: '632600000001', cards_seen: 0 },
});

test('a proved suspect stands in the list, however many others have a higher score', async () => {
  const forged = Array.from({ length: 150 }, (_, at) => seen(20000001 + at, 'mac.previous-key', 40, 0));
  const rows = [...forged, seen(10000001, 'trace.back', 1, 1)];
  const desk = createSuspectDesk({
    sql: { unsafe: async () => rows } as never,
    timeZone: 'Asia/Shanghai',
    now: () => 2,
    setStatus: assert.fail,
  });
  const listed = await desk.list();
  assert.equal(listed.length, 101);
  const { terminalId, score, provedScore } = listed.at(-1)!;
  assert.deepEqual([terminalId, score], ['10000001', provedScore]);
  assert.ok(score > 0 && score < listed[0]!.score, String(score));
});
