// How soon a host is back with many payments stored: it is filled, killed with its database under load, and started
// again, several times. Prints each time from the start of the process to its line `ready`, and to the first answer.
// node bench/recovery.mjs [payments, 1000000] [kills, 5]

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoTerminal, loadCards } from '../e2e/dist/demo-world.fixture.js';
import { WireTerminal } from '../e2e/dist/wire-terminal.js';
import { connect, runningDatabase } from '../server/dist/store/index.js';
import { dataPlace, up } from './demo-host.mjs';

const [payments, kills] = [Number(process.argv[2] ?? 1_000_000), Number(process.argv[3] ?? 5)];
const { data, remove } = dataPlace('recovery');

async function fill() {
  const sql = connect({ ...runningDatabase(data), max: 1 });
  await sql.unsafe(`insert into transaction (rrn, identity, kind, state, terminal_id, merchant_id, batch, trace,
      business_date, received_at, amount_minor, currency, card_id, issuer_id, pan_masked, pan_last4, entry_mode,
      answer_code, reason, figures, auth_code, content_hash, movement, captured_minor)
    select 'B' || lpad(i::text, 11, '0'), 'bench|' || i, 'purchase', 'approved', '10000001', t.merchant_id, '999999',
      lpad((i % 1000000)::text, 6, '0'), '20261122', 1795255245013 + i, 100, '156', 1, '62999900', '629999******0011',
      '0011', '072', '00', 'approved', '{"amountMinor":100,"feeBasisPoints":0}', lpad((i % 1000000)::text, 6, '0'),
      md5(i::text), '{"heldMinor":0,"capturedMinor":100,"feeMinor":0,"overdrawnMinor":0}', 100
    from generate_series(1, ${payments}) i, terminal t where t.terminal_id = '10000001'`);
  await sql.unsafe(`insert into entry_set (rrn, caused_by, purpose, currency, accounts, amounts_minor, at)
    select rrn, rrn, 'capture', '156', array['clearing:62999900', 'receivable:62999900'], array[100, -100], received_at
    from transaction where rrn like 'B%'`);
  await sql.unsafe('checkpoint');
  await sql.end();
}

const percentile = (times, share) =>
  Math.round(times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1]);
let host = await up(data);
console.log(`empty: ready after ${Math.round(host.readyMs)} ms`);
await fill();
const [ready, answered] = [[], []];
for (let kill = 0; kill < kills; kill += 1) {
  const till = await WireTerminal.signedOn(demoTerminal('10000001'), host.port);
  for (let paid = 0; paid < 50; paid += 1) await till.pay(loadCards[0], 1);
  till.close();
  process.kill(
    Number(readFileSync(join(data, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]),
    'SIGKILL',
  );
  process.kill(host.pid, 'SIGKILL');
  host = await up(data);
  ready.push(host.readyMs);
  const again = await WireTerminal.signedOn(demoTerminal('10000001'), host.port);
  await again.pay(loadCards[0], 1);
  answered.push(performance.now() - host.began);
  again.close();
}
process.kill(host.pid, 'SIGTERM');
console.log(`${payments} payments stored, host and database killed ${kills} times`);
console.log(`ready after ${ready.map(Math.round).join(', ')} ms (p99 ${percentile(ready, 0.99)})`);
console.log(
  `first payment answered after ${answered.map(Math.round).join(', ')} ms (p99 ${percentile(answered, 0.99)})`,
);
await remove();
