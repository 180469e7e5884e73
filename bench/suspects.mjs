// How long the list of suspects takes with a full day of payments behind it, and what it costs the payments meanwhile.
// Prints the time of each look, and what a terminal pays in a second while nobody and while somebody looks.
// node bench/suspects.mjs [payments of the day, 1000000] [terminals, 1000]

import { demoTerminal, loadCards } from '../e2e/dist/demo-world.fixture.js';
import { WireTerminal } from '../e2e/dist/wire-terminal.js';
import { connect, runningDatabase } from '../server/dist/store/index.js';
import { listSuspects } from '../server/dist/suspects/list-suspects.js';
import { dataPlace, up } from './demo-host.mjs';

const [payments, terminals] = [Number(process.argv[2] ?? 1_000_000), Number(process.argv[3] ?? 1000)];
const LOOKS = 5;
const { data, remove } = dataPlace('suspects');

/** Payments spread over the day and the terminals; at twenty each 50th is refused for a key that was replaced. */
async function fill(sql, from) {
  await sql.unsafe(`insert into terminal select (jsonb_populate_record(t, jsonb_build_object(
      'terminal_id', (20000000 + i)::text, 'serial_number', 'B' || i))).*
    from terminal t, generate_series(1, ${terminals}) i where t.terminal_id = '10000001'`);
  await sql.unsafe(`insert into transaction (rrn, identity, kind, state, terminal_id, merchant_id, batch, trace,
      business_date, received_at, amount_minor, currency, card_id, issuer_id, pan_masked, pan_last4, entry_mode,
      answer_code, reason, figures, auth_code, content_hash, movement, captured_minor)
    select 'B' || lpad(i::text, 11, '0'), 'bench|' || i, 'purchase', case when odd then 'declined' else 'approved' end,
      (20000001 + i % ${terminals})::text, t.merchant_id, '000001', lpad((i / ${terminals} + 1)::text, 6, '0'),
      '20261122', ${from} + i * ${Math.floor(86_000_000 / payments)}::bigint, 100, '156', 1 + i % 3, '62999900',
      '629999******0011', '0011', '072', case when odd then 'A0' else '00' end,
      case when odd then 'mac.wrong' else 'approved' end, '{"amountMinor":100,"feeBasisPoints":0}',
      case when odd then null else lpad((i % 1000000)::text, 6, '0') end, md5(i::text),
      '{"heldMinor":0,"capturedMinor":100,"feeMinor":0,"overdrawnMinor":0}', case when odd then 0 else 100 end
    from terminal t, (select i, i % ${terminals} < 20 and i / ${terminals} % 50 = 0 as odd
      from generate_series(1, ${payments}) i) each
    where t.terminal_id = '10000001'`);
  await sql.unsafe(`insert into security_cause (rrn, cause, confidence, figures, at)
    select rrn, 'mac.previous-key', 0.9, '{}', received_at from transaction where reason = 'mac.wrong'`);
  await sql.unsafe(`insert into trace (rrn, steps, messages, certified)
    select rrn, '[]', '[]', false from transaction where rrn like 'B%'`);
  await sql.unsafe('analyze');
  await sql.unsafe('checkpoint');
}

async function paidIn(till, ms) {
  let paid = 0;
  for (const until = performance.now() + ms; performance.now() < until; paid += 1) {
    await till.pay(loadCards[paid % 10], 1);
  }
  return Math.round((paid * 1000) / ms);
}

const host = await up(data);
const sql = connect({ ...runningDatabase(data), max: 2 });
const now = Date.now();
await fill(sql, now - 86_000_000);
const till = await WireTerminal.signedOn(demoTerminal('10000001'), host.port);
await paidIn(till, 2000);
const alone = await paidIn(till, 5000);

const looksMs = [];
let found = 0;
const looking = (async () => {
  for (let look = 0; look < LOOKS; look += 1) {
    const began = performance.now();
    found = (await listSuspects({ sql, timeZone: 'Asia/Shanghai', now: Date.now })).length;
    looksMs.push(Math.round(performance.now() - began));
  }
})();
let [turns, paidMeanwhile] = [0, 0];
while (looksMs.length < LOOKS) {
  paidMeanwhile += await paidIn(till, 500);
  turns += 1;
}
await looking;
console.log(`${payments} payments of a day at ${terminals} terminals, ${found} suspects listed`);
console.log(`a look takes ${looksMs.join(', ')} ms`);
console.log(
  `one terminal pays ${alone} times a second, and ${Math.round(paidMeanwhile / turns)} while somebody looks`,
);
till.close();
await sql.end();
process.kill(host.pid, 'SIGTERM');
await remove();
