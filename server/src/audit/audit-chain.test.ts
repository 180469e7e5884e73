// Goal: a chain as it was written verifies, and any change to it is named.
// Method: a chain of entries; each line changed, taken out, doubled and moved in turn.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AuditEntry,
  type AuditProof,
  AuditVerifier,
  closingLine,
  EMPTY_CHAIN,
  nextEntry,
} from './audit-chain.js';

const entries: AuditEntry[] = [];
for (let at = 1; at <= 5; at += 1) {
  const use = { command: 'verifyMac', key: `M1/00000${at}`, result: 'match', who: 'host', count: at };
  entries.push(nextEntry(entries.at(-1) ?? EMPTY_CHAIN, at, at + 1, [use]));
}
const head = { sequence: 5, sha256: entries[4]!.sha256 };
const lines = [...entries.map(({ text }) => text), closingLine(head)];

function prove(told: readonly string[]): AuditProof {
  const verifier = new AuditVerifier();
  for (const line of told) verifier.add(line);
  return verifier.end();
}

test('the whole chain verifies, with its uses counted', () => {
  assert.deepEqual(prove(lines), { entries: 5, commands: 15, head, violations: [] });
});

test('an empty chain is one, too', () => {
  assert.deepEqual(prove([closingLine(EMPTY_CHAIN)]).violations, []);
});

test('each changed, missing, doubled or moved line breaks it', () => {
  for (let at = 0; at < lines.length; at += 1) {
    const [before, line, after] = [lines.slice(0, at), lines[at]!, lines.slice(at + 1)];
    const wrong = {
      changed: [...before, line.replace(/"(count|sequence)":\d/, '"$1":9'), ...after],
      garbled: [...before, line.slice(0, -1), ...after],
      missing: [...before, ...after],
      doubled: [...before, line, line, ...after],
      ...(after.length > 1 && { moved: [...before, after[0]!, line, ...after.slice(1)] }),
    };
    for (const [how, told] of Object.entries(wrong)) {
      if (how === 'doubled' && at === lines.length - 1) continue;
      assert.notEqual(prove(told).violations.length, 0, `line ${at + 1} ${how}`);
    }
  }
});

test('a tail that was cut off is missed by who knows the end', () => {
  const verifier = new AuditVerifier();
  for (const { text, sha256 } of entries.slice(0, 3)) verifier.add(text, sha256);
  assert.deepEqual(
    verifier.end(head).violations.map(({ rule }) => rule),
    ['head'],
  );
});

test('a line that is not the one whose hash was stored is named', () => {
  const verifier = new AuditVerifier();
  for (const [at, { text, sha256 }] of entries.entries()) {
    verifier.add(at === 4 ? text.replace('"count":5', '"count":6') : text, sha256);
  }
  assert.deepEqual(
    verifier.end(head).violations.map(({ rule }) => rule),
    ['link', 'head'],
  );
});
