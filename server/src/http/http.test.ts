// Who may ask what at the web's door. Goal: every route is closed without a session, a first password opens
// nothing, errors have their shape. Method: the real server without sockets, rooms behind it as plain values.

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createTransactionEvents } from '../events/index.js';
import type { Person, Sessions } from '../identity/index.js';
import type { TransactionView } from './api.js';
import { createHttpServer, type HttpPorts } from './index.js';
import { phoneDesk } from './phone-desk.fixture.js';

const RRN = '632600000001';
const LOCAL = 'local-token-of-the-owner';
const cookieOf = (token: string) => ({ cookie: `tillgate=${token}` });
const PERSON = 'p'.repeat(24);
const NEWCOMER = 'n'.repeat(24);
const ANALYST = 'a'.repeat(24);

const people: Readonly<Record<string, Person>> = {
  [PERSON]: { name: 'ada', role: 'administrator', mustChangePassword: false },
  [ANALYST]: { name: 'cyd', role: 'analyst', mustChangePassword: false },
  [NEWCOMER]: { name: 'bob', role: 'engineer', mustChangePassword: true },
};

const sessions: Sessions = {
  ensureFirstPerson: async () => undefined,
  signIn: async (name, password) => {
    if (name === 'locked') return 'locked';
    return password === 'right' ? { token: PERSON, person: people[PERSON] as Person } : 'refused';
  },
  who: async (token) => people[token],
  isOpen: async (token) => token in people,
  changePassword: async (_person, _current, next) => (next.length < 12 ? 'short' : 'changed'),
  signOut: async () => undefined,
  addPerson: async () => undefined,
};

const noCeremony: HttpPorts['components']['bank'] & HttpPorts['components']['terminal'] = {
  begin: async () => undefined,
  state: () => undefined,
  enter: async () => undefined,
};

function ports(): HttpPorts {
  const pagesFolder = mkdtempSync(join(tmpdir(), 'tillgate-pages-'));
  writeFileSync(join(pagesFolder, 'index.html'), '<p>start</p>');
  return {
    sessions,
    events: createTransactionEvents(),
    pagesFolder,
    localToken: LOCAL,
    list: async () => ({ transactions: [], before: null }),
    summary: async () => undefined,
    show: async (rrn) => (rrn === RRN ? ({ rrn } as TransactionView) : undefined),
    explain: async () => undefined,
    explainToTill: async () => undefined,
    settlements: async () => [],
    settlement: async () => undefined,
    doubts: { list: async () => [], retry: async () => false },
    paymentCode: async () => undefined,
    presentChip: async () => undefined,
    proveBooks: async () => ({ entries: 0, accounts: 0, violations: [] }),
    demo: () => undefined,
    terminals: { useProfile: async () => 'done', ask: async () => 'done' },
    suspects: {
      list: async () => [],
      show: async () => undefined,
      setStatus: async () => false,
      freeze: async () => 'second-person',
      rule: async () => null,
      setRule: async () => undefined,
      software: async () => [],
      softwareSteps: async () => [],
      withdrawSoftware: async () => false,
      addSoftware: async () => undefined,
    },
    diagnose: async () => undefined,
    certificates: {
      list: async () => [],
      issue: async (how) => (how === 'renew' ? 'none' : 'standing'),
      revoke: async () => 1,
    },
    keys: {
      list: async () => [],
      show: async () => undefined,
      add: async () => 'standing',
      handOver: async () => 'certificate-wrong',
      compromise: async () => undefined,
    },
    components: { terminal: noCeremony, bank: noCeremony },
    zoneKeys: {
      list: async () => [],
      show: async () => undefined,
      rotate: async () => 'unknown',
      retire: async () => undefined,
      compromise: async () => 'second-person',
    },
    lab: undefined,
    phone: phoneDesk(),
    cards: { find: async () => [], unlockPin: async () => undefined, unblock: async () => undefined },
    policies: {
      list: async () => [],
      propose: async () => 'proposed',
      publish: async () => 'published',
      preview: async () => undefined,
    },
    outbox: () => undefined,
    lmk: {
      state: async () => ({ live: '0A1B2C', others: [], blocksLeft: 0 }),
      begin: async () => ({ label: '', publicKey: '' }),
      ceremony: () => undefined,
      enter: async () => ({ checkValue: '', entered: 1, wanted: 2, total: '' }),
      activate: async () => ({ live: '0A1B2C', others: [], blocksLeft: 0 }),
      retire: async () => ({ live: '0A1B2C', others: [], blocksLeft: 0 }),
    },
    audit: {
      prove: async () => ({ entries: 0, commands: 0, head: { sequence: 0, sha256: '' }, violations: [] }),
      page: async () => [],
    },
    openPosLink: () => ({ send: () => undefined, close: () => undefined }),
    after: () => () => undefined,
    failed: () => undefined,
  };
}

const app = await createHttpServer(ports());
after(() => app.close());

const CLOSED = [
  '/api/transactions',
  `/api/transactions/${RRN}`,
  `/api/transactions/${RRN}/explanation`,
  '/api/books',
  '/api/events',
  '/api/certificates',
  '/api/lab',
  '/api/audit',
  '/api/hsm/lmk',
  '/api/audit/proof',
  '/api/keys',
  '/api/zone-keys',
];

for (const url of CLOSED) {
  test(`${url} asks for a session, and for a password of one's own`, async () => {
    assert.equal((await app.inject({ url })).statusCode, 401);
    assert.equal((await app.inject({ url, headers: cookieOf('x'.repeat(24)) })).statusCode, 401);
    assert.equal((await app.inject({ url, headers: { authorization: 'Bearer wrong' } })).statusCode, 401);
    const newcomer = await app.inject({ url, headers: cookieOf(NEWCOMER) });
    assert.equal(newcomer.statusCode, 403);
    assert.equal(newcomer.json().error.code, 'TG_PASSWORD_MUST_CHANGE');
  });
}

test('a session and the local token open the journal and the books', async () => {
  for (const headers of [cookieOf(PERSON), { authorization: `Bearer ${LOCAL}` }]) {
    for (const url of ['/api/transactions', `/api/transactions/${RRN}`, '/api/books']) {
      assert.equal((await app.inject({ url, headers })).statusCode, 200, url);
    }
    const missing = await app.inject({ url: '/api/transactions/000000000000', headers });
    assert.equal(missing.statusCode, 404);
    assert.deepEqual(Object.keys(missing.json().error), ['code', 'zh', 'en']);
  }
});

test('keys are read by all who are signed in, and changed by administrators', async () => {
  const person = cookieOf(PERSON);
  assert.deepEqual((await app.inject({ url: '/api/keys', headers: person })).json(), []);
  const headers = { authorization: `Bearer ${LOCAL}` };
  const post = (url: string, payload: object, who: Record<string, string> = headers) =>
    app.inject({ method: 'POST', url, payload, headers: who });
  const terminal = { terminalId: '20000001', merchantId: '999290054110001', profile: 'cup-pos' };
  const standing = await post('/api/terminals', terminal);
  assert.deepEqual([standing.statusCode, standing.json().error.code], [409, 'TG_TERMINAL_STANDING']);
  assert.equal((await post('/api/terminals', { ...terminal, terminalId: '2' })).statusCode, 400);
  const asked = { certificate: '', holds: '', nonce: '0'.repeat(32) };
  assert.equal((await post('/api/terminals/20000001/key', asked)).statusCode, 403);
  assert.equal((await post('/api/terminals/20000001/key', { ...asked, nonce: '0' })).statusCode, 400);
  assert.equal((await post('/api/keys/20000001/compromise', {})).statusCode, 404);
  assert.equal((await post('/api/terminals', terminal, {})).statusCode, 401);
  const zone = '/api/zone-keys/62999900/zpk';
  assert.equal((await post(`${zone}/compromise`, {})).statusCode, 403, 'the local token is nobody');
  const first = await post(`${zone}/compromise`, {}, person);
  assert.deepEqual([first.statusCode, first.json().error.code], [409, 'TG_SECOND_PERSON']);
  assert.equal((await post('/api/zone-keys/62999900/tmk/compromise', {}, person)).statusCode, 400);
});

test('signing in sets a cookie that scripts cannot read; a wrong password and a lock say so', async () => {
  const post = (payload: object) => app.inject({ method: 'POST', url: '/api/sign-in', payload });
  const done = await post({ name: 'ada', password: 'right' });
  assert.equal(done.statusCode, 200);
  assert.match(String(done.headers['set-cookie']), /^tillgate=p+; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.equal((await post({ name: 'ada', password: 'wrong' })).statusCode, 401);
  assert.equal((await post({ name: 'locked', password: 'right' })).statusCode, 429);
  assert.equal((await post({ name: 'ada' })).statusCode, 400);
});

test('a first password can be changed, and nothing else done', async () => {
  const change = (next: string) =>
    app.inject({
      method: 'POST',
      url: '/api/password',
      headers: cookieOf(NEWCOMER),
      payload: { current: 'right', next },
    });
  assert.equal((await change('short')).json().error.code, 'TG_PASSWORD_SHORT');
  assert.equal((await change('long enough for anybody')).json().mustChangePassword, false);
});

test('wrong queries are 400, and their error repeats nothing', async () => {
  const bad = await app.inject({
    url: '/api/transactions?limit=6299990000001000011',
    headers: cookieOf(PERSON),
  });
  assert.equal(bad.statusCode, 400);
  assert.ok(!bad.body.includes('6299990000001000011'));
});

test('a database that is gone is said to be, and every other failure is one of the host', async () => {
  const told: unknown[] = [];
  let failure: unknown;
  const failing = await createHttpServer({
    ...ports(),
    failed: (error) => told.push(error),
    proveBooks: () => Promise.reject(failure),
  });
  after(() => failing.close());
  for (const [code, status, expected] of [
    ['58030', 503, 'TG_STORE_GONE'],
    ['CONNECTION_CLOSED', 503, 'TG_STORE_GONE'],
    ['TG_STORE_GONE', 503, 'TG_STORE_GONE'],
    ['TG_HSM_TIMEOUT', 500, 'TG_INTERNAL'],
    ['42P01', 500, 'TG_INTERNAL'],
    [undefined, 500, 'TG_INTERNAL'],
  ] as const) {
    failure = Object.assign(new Error('could not fdatasync'), code && { code });
    const said = await failing.inject({ url: '/api/books', headers: { authorization: `Bearer ${LOCAL}` } });
    assert.deepEqual([said.statusCode, said.json().error.code], [status, expected], code);
    assert.equal(told.pop(), failure, 'and the log has it');
  }
});

test('without the demo world its keys are not served', async () => {
  assert.equal((await app.inject({ url: '/api/demo' })).statusCode, 404);
  const headers = cookieOf(PERSON);
  assert.equal((await app.inject({ url: '/api/lab', headers })).statusCode, 404, 'nor is the laboratory');
  const payload = { terminalId: '10000001', fault: 'cut' };
  const armed = await app.inject({ method: 'POST', url: '/api/lab', headers, payload });
  assert.equal(armed.statusCode, 404);
});

test('pages come with a policy that lets nothing foreign in', async () => {
  const page = await app.inject({ url: '/' });
  assert.equal(page.statusCode, 200);
  assert.match(String(page.headers['content-security-policy']), /default-src 'self'.*frame-ancestors 'none'/);
  assert.equal((await app.inject({ url: '/healthz' })).json().status, 'ok');
  assert.equal((await app.inject({ url: '/%2e%2e/package.json' })).statusCode, 404);
});

test('certificates are for administrators and the local token, and a refusal has its code', async () => {
  const url = '/api/terminals/10000001/certificates';
  const payload = { how: 'enrol', request: 'pem' };
  for (const [headers, status] of [
    [{}, 401],
    [cookieOf(ANALYST), 403],
    [cookieOf(PERSON), 409],
    [{ authorization: `Bearer ${LOCAL}` }, 409],
  ] as const) {
    assert.equal((await app.inject({ method: 'POST', url, headers, payload })).statusCode, status);
    const revoked = await app.inject({ method: 'POST', url: `${url}/revoke`, headers, payload: {} });
    assert.equal(revoked.statusCode, status === 409 ? 200 : status);
  }
  const wrong = { how: 'steal', request: 'pem' };
  const bent = await app.inject({ method: 'POST', url, headers: cookieOf(PERSON), payload: wrong });
  assert.equal(bent.statusCode, 400);
});
