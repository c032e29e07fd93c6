// The desk: a document on the left, rules on the right, written without TOML.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { given, named, opened, ready, taken } from './helper.mjs';

const DOCUMENT = {
  name: '维护费.txt',
  mimeType: '',
  buffer: Buffer.from(`某县气象局2024年度部门决算

本部门维护费见下表，情况待补充。

气象站维护费明细表
单位：元
站点 | 职级 | 人数 | 天数 | 维护费 | 补助费 | 合计
北山站 | 县级 | 1 | 3 | 1440.00 | 60.00 | 1500.00
南山站 | 科级 | 2 | 2 | 1700.00 | 80.00 | 1780.00
合计 | | 3 | 5 | 3140.00 | 140.00 | 3280.00
`),
};

/** The desk with a document, at a size that offices have. */
async function desk() {
  const all = await opened({ viewport: { width: 1366, height: 768 } });
  await given(all.page, [DOCUMENT]);
  await all.page.click('#to-rules');
  await all.page.waitForSelector('.paper .grid');
  return all;
}

test('a table is named by clicks, and its form is recognised', async () => {
  const { context, page, wrong } = await desk();
  await page.click('.table-head .main');
  const name = page.getByLabel('名称：维护费');
  await name.fill('维护 费');
  await page.getByText('可以写 维护_费').waitFor();
  assert.ok(await page.getByRole('button', { name: '写入我的规则' }).isDisabled());
  await name.fill('维护');
  await page.getByText('✓ 这份文件里认出“气象站维护费明细表”1 张').waitFor();
  // a click on the head of a column leads to its name, one on a label names the row
  await page.locator('.naming td', { hasText: '补助费' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), '名称：补助费');
  await page.locator('.naming td', { hasText: '北山站' }).click();
  assert.ok(await page.getByLabel('点名这一行：北山站').isChecked());
  await page.getByRole('button', { name: '写入我的规则' }).click();
  await page.locator('.mine details', { hasText: '认出 1 张' }).waitFor();
  // what formulas call the columns stands above the table now
  assert.deepEqual(await page.locator('.grid .name').allTextContents(), ['站点', '职级', '人数', '天数', '维护', '补助费', '合计']);
  assert.match(await page.textContent('.table-head'), /认作：气象站维护费明细表（元）/);
  assert.deepEqual(wrong, []);
  await context.close();
});

test('a formula tells its units, what is wrong, and how often it holds; a case is made of what it found', async () => {
  const { context, page, wrong } = await desk();
  await named(page);
  await page.locator('.grid .name', { hasText: '补助费' }).click();
  const box = page.getByLabel('应当成立的公式');
  assert.equal(await box.inputValue(), '补助费');
  await page.getByRole('button', { name: '不超过', exact: true }).click();
  await page.keyboard.type('70');
  await page.locator('.piece.bare', { hasText: '70 没有单位' }).waitFor();
  await page.locator('.pieces .warn', { hasText: '70元' }).waitFor();
  await page.keyboard.type('元');
  await page.getByText('70元 金额，单位 元').waitFor();
  await page.getByText('✓ 看得懂：每行核对一次').waitFor();
  await page.locator('.outcome .bad', { hasText: '不符 1，相符 1，未能核对 1' }).waitFor();
  await page.getByText('条件、依据、怎么说').click();
  await page.getByLabel('哪些行').selectOption('leaves');
  await page.locator('.outcome .bad', { hasText: /不符 1，相符 1$/ }).waitFor();
  await page.getByRole('button', { name: '写入我的规则' }).click();
  const rule = page.locator('[data-rule="气象站维护费明细表_1"]');
  await rule.waitFor();
  assert.match(await rule.locator('.counts').textContent(), /不符 1相符 1印证 0未能核对 0/);
  // its checks are shown in the document
  await rule.locator('summary').click();
  await page.locator('.lit-bad', { hasText: '80.00' }).waitFor();
  await rule.locator('.check', { hasText: '相符' }).first().click();
  await page.locator('.lit-good', { hasText: '60.00' }).waitFor();
  await rule.getByRole('button', { name: /^存为用例/ }).first().click();
  await page.locator('.message', { hasText: '已经写入用例' }).waitFor();
  await page.click('#tab-files');
  await page.click('#run-cases');
  await page.getByText('用例 2 个，全部通过').waitFor();
  // so is one as it stands in a table of formulas
  await page.click('#tab-formula');
  await box.fill('合计=维护费+补助费');
  await page.locator('.outcome .good', { hasText: '相符 3' }).waitFor();
  assert.deepEqual(wrong, []);
  await context.close();
});

test('a usual rule is filled, and its change is told before it is used', async () => {
  const { context, page, wrong } = await desk();
  const before = await page.locator('#documents li').first().textContent();
  await page.click('#tab-usual');
  await page.getByRole('button', { name: /^不得出现的字/ }).click();
  await page.locator('.outcome', { hasText: '还要填：不得出现的字、怎么说' }).waitFor();
  await page.getByLabel('不得出现的字，第 1 行，字').fill('待补充');
  await page.getByLabel('怎么说').fill('模板里的字没有填');
  await page.locator('.outcome', { hasText: '多 ' }).waitFor();
  await page.getByRole('button', { name: '写入我的规则' }).click();
  await page.locator('.effect summary', { hasText: '多 1 处，少 0 处' }).waitFor();
  await page.click('#use-rules');
  const dialog = page.getByRole('dialog');
  await dialog.locator('.sum', { hasText: '1 份文件：多 1 处，少 0 处' }).waitFor();
  assert.match(await dialog.textContent(), /多 .*模板里的字没有填/);
  await dialog.getByRole('button', { name: '先不用，再改改' }).click();
  assert.equal(await page.locator('#documents li').first().textContent(), before);
  await page.click('#use-rules');
  await dialog.locator('.sum', { hasText: '多 1 处' }).waitFor();
  await page.click('#confirm-use');
  await page.waitForFunction(() => /错误 1/.test(document.getElementById('documents').textContent));
  // what is used changes nothing any more
  await page.click('#to-rules');
  assert.deepEqual(wrong, []);
  await context.close();
});

test('a limit by rank is written without a line of TOML, with cases of the document', async () => {
  const { context, page } = await desk();
  await named(page);
  await page.click('#tab-usual');
  await page.getByRole('button', { name: /^按级别的人均限额/ }).click();
  await page.getByLabel('核对哪一栏').selectOption('维护费');
  await page.getByLabel('级别在哪一栏').selectOption('职级');
  for (const [at, [rank, most]] of [['县级', '480元'], ['科级', '380元']].entries()) {
    await page.getByLabel(`每个级别的标准，第 ${at + 1} 行，级别`).fill(rank);
    await page.getByLabel(`每个级别的标准，第 ${at + 1} 行，标准`).fill(most);
  }
  await page.getByLabel('标准要乘以哪几栏，第 1 行，栏目').selectOption('人数');
  await page.getByLabel('标准要乘以哪几栏，第 2 行，栏目').selectOption('天数');
  await page.locator('.outcome .bad', { hasText: '不符 1，相符 1' }).waitFor();
  await page.getByRole('button', { name: '写入我的规则' }).click();
  await page.locator('.message', { hasText: '还由这份文件写了用例' }).waitFor();
  await page.click('#tab-files');
  await page.click('#run-cases');
  await page.getByText('用例 2 个，全部通过').waitFor();
  await context.close();
});

test('what was written survives a reload, and goes out and in as a folder', async () => {
  const { context, page, wrong } = await desk();
  await named(page);
  await page.click('#tab-formula');
  await page.getByLabel('应当成立的公式').fill('合计 >= 维护费');
  await page.locator('.desk-tools', { hasText: '规则已存在这台电脑的浏览器里' }).waitFor();
  await page.waitForTimeout(500);
  await page.reload();
  await ready(page);
  await page.click('#to-rules');
  await page.locator('.message', { hasText: '上次写的规则还在' }).waitFor();
  assert.equal(await page.getByLabel('应当成立的公式').inputValue(), '合计 >= 维护费');
  await page.setInputFiles('#desk-files', [DOCUMENT]);
  await page.locator('.table-head', { hasText: '认作：气象站维护费明细表' }).waitFor();
  const packed = await taken(page, '#save-rules');
  assert.match(packed.name, /^规则-\d{4}-\d\d-\d\d\.zip$/);
  const files = unzipSync(packed.bytes);
  assert.deepEqual(Object.keys(files).sort(), ['bendi/rules.toml', 'bendi/ruleset.toml']);
  assert.match(new TextDecoder().decode(files['bendi/rules.toml']), /\[\[form\]\]/);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.click('.more summary');
  await page.getByRole('button', { name: '清除全部规则' }).click();
  await page.locator('.table-head', { hasText: '没有认出的表' }).waitFor();
  await page.setInputFiles('#open-rules', [{ name: packed.name, mimeType: '', buffer: packed.bytes }]);
  await page.locator('.table-head', { hasText: '认作：气象站维护费明细表' }).waitFor();
  // a folder that is no folder of rules is told
  await page.setInputFiles('#open-rules', [{ name: '坏.zip', mimeType: '', buffer: Buffer.from('none') }]);
  await page.locator('.message', { hasText: '这个 ZIP 打不开' }).waitFor();
  assert.deepEqual(wrong, []);
  await context.close();
});

test('the desk is used by keys alone', async () => {
  const { context, page } = await desk();
  await page.focus('#tab-mine');
  for (const name of ['naming', 'formula', 'usual']) {
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement.id), `tab-${name}`);
    assert.ok(await page.locator(`#panel-${name}`).isVisible());
  }
  // what can be chosen is there once the rules were looked at
  await page.locator('#panel-usual button').first().waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('#panel-usual').getByLabel('编号').waitFor();
  // a table is named without the mouse
  await page.focus('.table-head .main');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.closest('.labelled')?.textContent.includes('这张表在公式里叫'));
  await context.close();
});
