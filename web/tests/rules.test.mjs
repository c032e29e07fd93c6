// Rules that are written in the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { FIXTURES, given, join, opened, taken } from './helper.mjs';

const PLANTED = join(FIXTURES, 'archive-planted/document.txt');

test('a rule is changed: its mistakes stand at their place, its effect is shown, its cases run', async () => {
  const { context, page, wrong } = await opened();
  await given(page, [PLANTED]);
  await page.click('#to-rules');
  await page.click('.more summary');
  await page.getByRole('button', { name: '新建带例子的规则' }).click();
  await page.waitForSelector('.told .good');
  // the example of a new folder has cases that pass
  await page.click('#run-cases');
  await page.waitForFunction(() => /用例 2 个，全部通过/.test(document.querySelector('.cases').textContent));
  // a case that says what is not so
  const editor = page.locator('.cm-content');
  const replaceAll = async (text) => {
    await editor.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  };
  const rule = (expect) => `[[form]]\nid = "收支"\ntitle = ["收入支出决算总表"]\ncolumns = [\n  { name = "项目", kind = "label" },\n  { name = "金额", kind = "amount" },\n]\n\n[[claim]]\nid = "馆名"\ntext = "本年收入{数:amount}"\n\n[[rule]]\nid = "收入-小"\nclaim = "馆名"\n${expect}\nmessage = "试一试"\n`;
  await replaceAll(rule('expect = "数 <<= 1"'));
  await page.waitForSelector('.cm-lintRange-error, .cm-lint-marker-error');
  assert.match(await page.textContent('.told'), /rules\.toml 第 \d+ 行/);
  await page.locator('.told button').first().click();
  assert.ok(await page.evaluate(() => document.activeElement.closest('.cm-editor') !== null));
  await replaceAll(rule('expect = "数 <= 1万元"'));
  await page.waitForSelector('.told .good');
  await page.waitForFunction(() => /与现在用的规则相比/.test(document.querySelector('.effect').textContent));
  // keys are completed from the schema
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nseve');
  await page.keyboard.press('Control+Space');
  await page.waitForSelector('.cm-tooltip-autocomplete');
  assert.match(await page.textContent('.cm-tooltip-autocomplete'), /severity/);
  await page.keyboard.press('Escape');
  const packed = unzipSync((await taken(page, '#save-rules')).bytes);
  assert.deepEqual(Object.keys(packed).sort(), ['bendi/rules.toml', 'bendi/ruleset.toml']);
  assert.deepEqual(wrong, []);
  await context.close();
});

test('a built-in ruleset is copied, changed and used', async () => {
  const { context, page } = await opened();
  await given(page, [PLANTED]);
  const before = await page.locator('#documents li').first().textContent();
  await page.click('#to-rules');
  await page.waitForSelector('.paper .grid');
  await page.click('.more summary');
  await page.selectOption('.pair select', 'national');
  await page.click('.pair button');
  await page.waitForFunction(() => document.querySelectorAll('.rule-files button').length > 10);
  await page.waitForSelector('.told .good', { timeout: 60_000 });
  await page.waitForFunction(() => /没有变化/.test(document.querySelector('.effect').textContent), null, { timeout: 60_000 });
  await page.click('#use-rules');
  await page.locator('.sum', { hasText: '问题没有变化' }).waitFor();
  await page.click('#confirm-use');
  await page.waitForFunction(() => document.getElementById('status').textContent.startsWith('审核完成'), null, { timeout: 60_000 });
  assert.equal(await page.locator('#documents li').first().textContent(), before);
  await context.close();
});
