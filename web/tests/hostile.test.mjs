// Files that mean harm, and large ones: the page lives and goes on.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import { FIXTURES, done, given, join, opened, report, taken } from './helper.mjs';

const file = (name, buffer) => ({ name, mimeType: '', buffer: Buffer.from(buffer) });

test('hostile files are told and the next one is audited', async () => {
  const { context, page } = await opened();
  const random = Buffer.alloc(200_000, 0).map((_, at) => (at * 2654435761) >>> 13);
  const pdf = readFileSync(join(FIXTURES, 'pdf/archive-planted.pdf'));
  const docx = readFileSync(join(FIXTURES, 'formats/docx/archive-planted.docx'));
  const bomb = zipSync({ '决算.txt': new Uint8Array(100 << 20) }, { level: 9 });
  const deep = `<html><body>${'<div><table><tr><td>'.repeat(50_000)}`;
  await given(page, [
    file('空.txt', ''),
    file('乱.pdf', random),
    file('乱.xlsx', random),
    file('半.pdf', pdf.subarray(0, pdf.length / 2)),
    file('半.docx', docx.subarray(0, docx.length / 2)),
    file('炸弹.zip', bomb),
    file('深.html', deep),
    file('长.txt', '甲'.repeat(300_000)),
    file('脚本.txt', '<script>window.parent.document.body.innerHTML=""</script><img src=x onerror=alert(1)>\n一般公共预算财政拨款支出决算表\n'),
    join(FIXTURES, 'pdf/drawn-bomb.pdf'),
    join(FIXTURES, 'pdf/drawn-calls-itself.pdf'),
    join(FIXTURES, 'archive-planted/document.txt'),
  ], 300_000);
  const lines = await page.locator('#documents li').allTextContents();
  assert.equal(lines.length, 12);
  assert.match(lines[0], /未能审核/);
  assert.match(lines.at(-1), /错误/);
  for (let at = 0; at < lines.length; at++) {
    await page.locator('#documents button').nth(at).click();
    await report(page);
  }
  await context.close();
});

test('a file that is gone is told', async () => {
  const { context, page } = await opened();
  // a file that is gone when it is read
  await page.evaluate(() => {
    const Old = Blob.prototype.arrayBuffer;
    File.prototype.arrayBuffer = async function () {
      if (this.name === '坏.txt') throw new DOMException('gone', 'NotFoundError');
      return Old.call(this);
    };
  });
  await page.setInputFiles('#files', [join(FIXTURES, 'formats/archive-planted.csv')]);
  await done(page);
  await page.setInputFiles('#files', [file('坏.txt', 'x')]);
  await page.waitForFunction(() => document.querySelectorAll('#documents li').length === 2 && /打不开|移动/.test(document.body.textContent));
  await context.close();
});

test('an engine that is lost is started again, and the others are audited', async () => {
  const { context, page } = await opened();
  // the engine falls at one document, as a panic would have it fall
  await page.evaluate(() => {
    const send = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (call) {
      if (call.name === 'audit' && call.args[1] === '坏.txt') return this.dispatchEvent(new MessageEvent('message', { data: { id: call.id, dead: 'unreachable' } }));
      return send.call(this, call);
    };
  });
  const text = readFileSync(join(FIXTURES, 'archive-planted/document.txt'));
  await given(page, [file('甲.txt', text), file('坏.txt', text), file('乙.txt', text)]);
  const lines = await page.locator('#documents li').allTextContents();
  assert.match(lines[0], /错误 4/);
  assert.match(lines[1], /审核这份文件时程序出错，没有结果；其他文件不受影响/);
  assert.match(lines[2], /错误 4/);
  const { bytes } = await taken(page, '[data-all=json]');
  const { documents } = JSON.parse(new TextDecoder().decode(bytes));
  assert.deepEqual(documents.map(({ findings }) => findings?.length > 0), [true, false, true]);
  await page.locator('#documents button').nth(1).click();
  assert.match(await (await report(page)).locator('main').textContent(), /程序出错/);
  await context.close();
});

test('fifty files, and a PDF of twenty megabytes', async () => {
  const { context, page } = await opened();
  const text = readFileSync(join(FIXTURES, 'archive-planted/document.txt'), 'utf8');
  const many = Array.from({ length: 50 }, (_, at) => file(`单位${at}.txt`, text.replaceAll('档案馆', `第${at}档案馆`)));
  const took = await given(page, many, 300_000);
  assert.equal(await page.locator('#documents li').count(), 50);
  console.log(`50 files: ${took} ms`);
  // a page of pictures that nobody reads makes a PDF large
  const pdf = readFileSync(join(FIXTURES, 'pdf/archive-planted.pdf'));
  const stuffed = Buffer.concat([pdf, Buffer.from(`\n%${'x'.repeat(20 << 20)}\n`), pdf.subarray(pdf.lastIndexOf('startxref'))]);
  await page.setInputFiles('#files', [file('大.pdf', stuffed)]);
  await page.waitForFunction(() => document.querySelectorAll('#documents li').length === 51 && document.getElementById('status').textContent.startsWith('审核完成'), null, { timeout: 300_000 });
  assert.doesNotMatch(await page.locator('#documents li').nth(50).textContent(), /未能审核/);
  await context.close();
});

test('a run is stopped and taken up again', async () => {
  const { context, page } = await opened();
  const text = readFileSync(join(FIXTURES, 'archive-planted/document.txt'), 'utf8');
  const many = Array.from({ length: 40 }, (_, at) => file(`${at}.txt`, text));
  await page.setInputFiles('#files', many);
  await page.waitForFunction(() => /错误/.test(document.getElementById('documents').textContent));
  await page.click('#stop');
  await page.waitForFunction(() => document.getElementById('status').textContent.startsWith('已停止'));
  await given(page, [file('再来.txt', text)]);
  assert.equal(await page.locator('#documents li').count(), 41);
  await context.close();
});
