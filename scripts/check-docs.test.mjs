// Goal: a page that points to nothing is found. Method: made-up pages with one planted untruth each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDocs } from './check-docs.mjs';

const CODE = { 'server/src/issuer/limits.ts': 'export const onlinePin = 1;\n' };

function findings(pages) {
  const files = new Map(Object.entries({ ...CODE, ...pages }).map(([path, text]) => [path, () => text]));
  return checkDocs(files).map(({ rule, message }) => `${rule}: ${message}`);
}

test('true pages have no finding', () => {
  assert.deepEqual(
    findings({
      'README.md': '# A\n[map](docs/MAP.md#top) [web](https://example.org) [here](#a)\n```\n[x](gone)\n```\n',
      'docs/MAP.md': '# Map\n| why? | `server/src/issuer/` |\n[up](../README.md) `[not](a-link)`\n',
      'docs/glossary.md': '# Words\n| 联机密码 | online PIN | `onlinePin` |\n',
    }),
    [],
  );
});

test('a dead link, a dead row of the map and an unknown identifier are found', () => {
  assert.deepEqual(findings({ 'docs/a.md': '[b](b.md)' }), ['link: b.md leads nowhere']);
  assert.deepEqual(findings({ 'docs/MAP.md': '| why? | `server/src/gone/a.ts` |' }), [
    'map: server/src/gone/a.ts does not exist',
  ]);
  assert.deepEqual(findings({ 'docs/glossary.md': '| 签到 | sign-on | `signOn` |' }), [
    'glossary: no signOn in the code',
  ]);
});
