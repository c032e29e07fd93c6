// Times and memory of the page beside those of the program, in turn: `GOUJI=PROGRAM node tests/measure.mjs FILE …`

import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { test } from 'node:test';
import { DAY, given, opened, PROGRAM, report } from './helper.mjs';

const TIMES = 5;
const middle = (list) => list.sort((a, b) => a - b)[list.length >> 1];

test('measure', { timeout: 1_200_000 }, async () => {
  for (const file of process.env.FILES.split(':')) {
    const { context, page } = await opened();
    const ready = await page.evaluate(() => Math.round(performance.now()));
    // as long as it takes somebody to choose a file
    await page.waitForTimeout(3000);
    const start = Date.now();
    await page.setInputFiles('#files', [file]);
    await report(page);
    const first = Date.now() - start;
    await given(page, []);
    const [own, theirs] = [[], []];
    for (let time = 0; time < TIMES; time++) {
      await page.evaluate((day) => {
        document.getElementById('status').textContent = '';
        const field = document.getElementById('day');
        field.value = day;
        field.dispatchEvent(new Event('change'));
      }, `2026-11-${10 + time}`);
      await page.waitForFunction(() => document.getElementById('status').textContent.startsWith('审核完成'), null, { timeout: 120_000 });
      own.push(Number(await page.evaluate(() => document.documentElement.dataset.took)));
      const begun = performance.now();
      try {
        execFileSync(PROGRAM, ['check', file, '--format', 'json', '-o', '/dev/null', '--date', DAY, '--fail-on', 'never'], { stdio: 'pipe' });
      } catch { /* an unreadable file */ }
      theirs.push(performance.now() - begun);
    }
    const memory = Number(await page.evaluate(() => document.documentElement.dataset.memory)) / (1 << 20);
    console.log(`| ${basename(file)} | ${middle(theirs).toFixed(0)} | ${middle(own).toFixed(0)} | ${(middle(own) / middle(theirs)).toFixed(1)} | ${ready} | ${first} | ${memory.toFixed(0)} |`);
    await context.close();
  }
});
