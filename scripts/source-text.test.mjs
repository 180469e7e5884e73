// Goal: the checkers see code as code, and comments and texts as what they are.
// Method: the constructs of the language that fool a search by line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blankOut, readImports } from './source-text.mjs';

test('comments, texts, templates and regular expressions are blanked, code stays in place', () => {
  const source = [
    'const a = 1; // setTimeout(',
    "const b = 'setTimeout('; /* setTimeout( */ run(2);",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the sample is a template
    'const c = `setTimeout( ${inner({ d: `deep` })} setTimeout(`;',
    'const e = /[/"]setTimeout\\(/.test(b) ? 4 / 2 : x / y;',
    'after();',
  ].join('\n');
  const code = blankOut(source, { texts: false });
  assert.equal(code.length, source.length);
  assert.doesNotMatch(code, /setTimeout|deep/);
  for (const kept of ['const a = 1;', 'run(2);', 'inner({ d: `', '.test(b) ? 4 / 2 : x / y;', 'after();']) {
    assert.equal(code.indexOf(kept), source.indexOf(kept), kept);
    assert.notEqual(code.indexOf(kept), -1, kept);
  }
});

test('every form of import is found with its line, and which of them are types', () => {
  const source = [
    "import type { A } from './a.js';",
    "import { type B, type C } from './b.js';",
    "import d, { type E } from './d.js';",
    "export * from './f.js';",
    'import {',
    '  g,',
    "} from './g.js';",
    "import './h.js';",
    "const i = await import('./i.js');",
    "// import { no } from './comment.js';",
    'const text = "import no from \'./text.js\'";',
  ].join('\n');
  assert.deepEqual(
    readImports(source).map(({ specifier, line, typeOnly }) => [specifier, line, typeOnly]),
    [
      ['./a.js', 1, true],
      ['./b.js', 2, true],
      ['./d.js', 3, false],
      ['./f.js', 4, false],
      ['./g.js', 7, false],
      ['./h.js', 8, false],
      ['./i.js', 9, false],
    ],
  );
});
