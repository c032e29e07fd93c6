// What the page makes is what the program makes, byte for byte.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { dirname, documents, FIXTURES, given, join, opened, program, PROGRAM, ready, report, ROOT, taken } from './helper.mjs';

const skip = PROGRAM ? false : 'no program is given (GOUJI)';
const folders = [FIXTURES, join(ROOT, '../shared/documents')].filter((folder) => existsSync(folder));

test('JSON and page of every fixture and shared document', { skip }, async () => {
  const all = folders.flatMap(documents);
  assert.ok(all.length > 40);
  // each takes three seconds, most of them for a page that begins anew: GOUJI_LONG=1 tries all
  const files = all.filter((_, at) => process.env.GOUJI_LONG || at % 6 === 0);
  const { context, page } = await opened();
  const different = [];
  for (const file of files) {
    await given(page, [file]);
    await report(page);
    const [folder, name] = [dirname(file), basename(file)];
    for (const format of ['json', 'html']) {
      const { bytes } = await taken(page, `[data-one=${format}]`);
      if (!bytes.equals(program(folder, [name], format))) different.push(`${file} (${format})`);
    }
    // the page begins anew
    await page.reload();
    await ready(page);
  }
  assert.deepEqual(different, []);
  console.log(`${files.length} documents agree`);
  await context.close();
});

test('JSON, CSV and JSON Lines of a run', { skip }, async () => {
  const { context, page } = await opened();
  const folder = join(FIXTURES, 'formats');
  const names = ['archive-clean.xlsx', 'archive-planted.ods', 'self-evaluation-planted.xls', 'prose-library.csv'];
  await given(page, names.map((name) => join(folder, name)));
  for (const format of ['json', 'csv', 'jsonl']) {
    const { bytes } = await taken(page, `[data-all=${format}]`);
    assert.ok(bytes.equals(program(folder, names, format)), format);
  }
  await context.close();
});
