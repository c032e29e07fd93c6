// What somebody does with the page, one after the other.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { FIXTURES, done, given, join, opened, report, taken } from './helper.mjs';

const PLANTED = join(FIXTURES, 'archive-planted/document.txt');
const text = (bytes) => new TextDecoder().decode(bytes);

test('a document is audited, its marks are followed, nothing is asked of anybody', async () => {
  const { context, page, asked, wrong } = await opened();
  await given(page, [PLANTED]);
  const frame = await report(page);
  assert.ok((await frame.locator('.finding').count()) > 3);
  // a finding leads to its mark, and keys lead on
  await frame.locator('.first a').first().click();
  assert.match(frame.url(), /#/);
  await frame.locator('body').press('n');
  assert.equal(await frame.locator('.seen').count(), 1);
  const first = await frame.locator('.seen').textContent();
  await frame.locator('body').press('n');
  assert.notEqual(await frame.locator('.seen').textContent(), first);
  await frame.locator('body').press('p');
  // it is searched, put in another order and ticked off
  const all = await frame.locator('.finding:visible').count();
  await frame.fill('form.filter [name=words]', '基本支出');
  assert.ok((await frame.locator('.finding:visible').count()) < all);
  await frame.fill('form.filter [name=words]', '');
  const orders = await frame.locator('form.filter [name=order] option').evaluateAll((list) => list.map((one) => one.value));
  await frame.selectOption('form.filter [name=order]', orders.at(-1));
  await frame.locator('.finding .done input').first().check();
  assert.equal(await frame.locator('.finding.ticked').count(), 1);
  for (const url of asked) assert.match(url, /^(file:.*gouji\.html|blob:|data:|about:)/);
  assert.deepEqual(wrong, []);
  await context.close();
});

test('no connection can be made from the page, its worker or a report', async () => {
  // somebody who would hear of it; a socket that the browser opens ahead of a frame says nothing
  let heard = '';
  const server = createServer((socket) => socket.on('data', (bytes) => { heard += bytes; }).on('error', () => 0)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const to = `127.0.0.1:${server.address().port}`;
  const { context, page } = await opened();
  await given(page, [PLANTED]);
  const attempt = (to) => new Promise((tell) => {
    const seen = [];
    addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    setTimeout(() => tell(seen), 2000);
    fetch(`http://${to}/`).catch(() => 0);
    navigator.sendBeacon(`http://${to}/`);
    new Image().src = `http://${to}/image.png`;
    try { new WebSocket(`ws://${to}/`); } catch { /* refused */ }
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = `http://${to}/style.css`;
    document.head.append(style);
    const frame = document.createElement('iframe');
    frame.src = `http://${to}/`;
    document.body.append(frame);
    const script = document.createElement('script');
    script.src = `http://${to}/script.js`;
    document.body.append(script);
    const code = `fetch("http://${to}/").catch(() => 0)`;
    try { new Worker(URL.createObjectURL(new Blob([code]))); } catch { /* refused */ }
  });
  const frame = await report(page);
  for (const where of [page, frame]) {
    const refused = await where.evaluate(attempt, to);
    for (const directive of ['connect-src', 'img-src', 'style-src-elem', 'frame-src', 'script-src-elem']) assert.ok(refused.includes(directive), `${directive}: ${refused}`);
  }
  assert.equal(heard, '');
  server.close();
  await context.close();
});

test('each result of a document can be taken and opened again', async () => {
  const { context, page } = await opened();
  const book = join(FIXTURES, 'formats/archive-planted.xlsx');
  await given(page, [book]);
  await report(page);
  const html = await taken(page, '[data-one=html]');
  assert.equal(html.name, 'archive-planted.gouji.html');
  assert.match(text(html.bytes), /^<!DOCTYPE html>/);
  const json = JSON.parse(text((await taken(page, '[data-one=json]')).bytes));
  assert.equal(json.documents.length, 1);
  assert.match(text((await taken(page, '[data-one=csv]')).bytes), /archive-planted/);
  const paper = await taken(page, '[data-one=opinion-docx]');
  assert.equal(paper.name, 'archive-planted-审核意见.gouji.docx');
  assert.ok(unzipSync(paper.bytes)['word/document.xml']);
  assert.match(text((await taken(page, '[data-one=opinion-html]')).bytes), /审核意见/);
  const copy = await taken(page, '[data-one=copy]');
  assert.equal(copy.name, 'archive-planted.gouji.xlsx');
  assert.ok(Object.keys(unzipSync(copy.bytes)).some((name) => name.includes('comments')));
  const ledger = await taken(page, '[data-all=ledger]');
  assert.ok(unzipSync(ledger.bytes)['xl/workbook.xml']);
  // the annotated copy and the ledger of this run are read again
  await page.setInputFiles('#before', [{ name: '整改台账.xlsx', mimeType: '', buffer: ledger.bytes }]);
  await page.waitForFunction(() => document.getElementById('before-name').textContent !== '');
  await given(page, [{ name: copy.name, mimeType: '', buffer: copy.bytes }]);
  // the status is that of the run before until the next one begins
  await page.waitForFunction(() => document.querySelectorAll('#documents li').length === 2);
  await context.close();
});

test('several documents are audited together and packed', async () => {
  const { context, page } = await opened();
  await given(page, ['archive-clean.csv', 'archive-planted.xls', 'prose-library.ods'].map((name) => join(FIXTURES, 'formats', name)));
  assert.equal(await page.locator('#documents li').count(), 3);
  const packed = unzipSync((await taken(page, '[data-all=zip]')).bytes);
  const names = Object.keys(packed);
  for (const name of ['index.gouji.html', 'archive-clean.gouji.html', 'archive-planted.gouji.html', '整改台账.xlsx', '审核意见/汇总.docx', '审核意见/prose-library-审核意见.gouji.docx', '批注副本/archive-planted.gouji.xlsx']) {
    assert.ok(names.includes(name), `${name}: ${names}`);
  }
  assert.match(text(packed['index.gouji.html']), /archive-planted\.gouji\.html/);
  const json = JSON.parse(text((await taken(page, '[data-all=json]')).bytes));
  assert.equal(json.documents.length, 3);
  assert.equal(text((await taken(page, '[data-all=jsonl]')).bytes).includes('\n'), true);
  await context.close();
});

test('files are dropped, a folder is walked, what is no document is left out', async () => {
  const { context, page } = await opened();
  await page.evaluate((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], '决算.txt'));
    document.getElementById('drop').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, '支出决算表\n单位：万元\n科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n | 合计 | 353.15 | 274.27 | 79.89 | 0 | 0 | 0\n');
  await page.waitForFunction(() => document.getElementById('status').textContent.startsWith('审核完成'));
  assert.match(await page.locator('#documents li').first().textContent(), /错误 1/);
  await page.setInputFiles('#folder', join(FIXTURES, 'archive-planted'));
  await page.waitForFunction(() => document.getElementById('status').textContent.includes('略过'));
  assert.equal(await page.locator('#documents li').count(), 2);
  assert.match(await page.locator('#documents li').nth(1).textContent(), /archive-planted\/document\.txt/);
  await context.close();
});

test('a file and a folder are dragged onto the page as a browser does, from disk', async () => {
  const { context, page } = await opened();
  assert.match(page.url(), /^file:/);
  const devtools = await context.newCDPSession(page);
  const { x, y, width, height } = await page.locator('#drop').boundingBox();
  const dragged = async (files) => {
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop']) {
      await devtools.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data });
    }
  };
  await dragged([join(FIXTURES, 'archive-planted/document.txt')]);
  await done(page);
  assert.match(await page.locator('#documents li').first().textContent(), /document\.txt/);
  await dragged([join(FIXTURES, 'archive-planted')]);
  await page.waitForFunction(() => document.getElementById('status').textContent.includes('略过'));
  assert.match(await page.locator('#documents li').nth(1).textContent(), /archive-planted\/document\.txt/);
  assert.equal(await page.locator('#documents li').count(), 2);
  await context.close();
});

test('own rules are added, their mistakes are told with their place', async () => {
  const { context, page } = await opened();
  const rule = (expect) => [{ name: '本地.toml', mimeType: '', buffer: Buffer.from(`[[claim]]\nid = "座位"\ntext = "设座位{数:count}个"\n\n[[rule]]\nid = "座位-够"\nclaim = "座位"\n${expect}\n`) }];
  await given(page, [{ name: '馆.txt', mimeType: '', buffer: Buffer.from('某某图书馆2024年度部门决算\n阅览室设座位8个。\n') }]);
  await page.setInputFiles('#own-rules', rule('expect = "数 >> 10"'));
  await page.waitForSelector('#mistakes li');
  assert.match(await page.textContent('#mistakes'), /本地\.toml 第 8 行/);
  // what was found before stays
  assert.match(await page.textContent('#status'), /没有用上/);
  assert.doesNotMatch(await page.locator('#documents li').first().textContent(), /等待审核/);
  // so it does when a ledger is none
  await page.setInputFiles('#before', [{ name: '台账.xlsx', mimeType: '', buffer: Buffer.from('none') }]);
  await page.waitForFunction(() => !document.getElementById('status').textContent.includes('没有用上'));
  assert.doesNotMatch(await page.locator('#documents li').first().textContent(), /等待审核/);
  assert.equal(await page.textContent('#before-name'), '');
  await page.setInputFiles('#own-rules', rule('expect = "数 >= 10"\nmessage = "座位不够"'));
  await page.waitForFunction(() => document.getElementById('status').textContent.startsWith('审核完成'));
  assert.match(await page.locator('#documents li').first().textContent(), /(错误|警告|提示) 1/);
  await page.click('#settings summary');
  await page.click('#own button');
  await page.waitForFunction(() => !/(错误|警告|提示) 1/.test(document.getElementById('documents').textContent) && document.getElementById('status').textContent.startsWith('审核完成'));
  await context.close();
});

test('the page is used by keys alone', async () => {
  const { context, page } = await opened();
  await page.focus('#sample');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.getElementById('status').textContent.startsWith('审核完成'));
  await page.focus('#documents button');
  await page.keyboard.press('Enter');
  const frame = await report(page);
  await frame.waitForFunction(() => document.hasFocus());
  await page.keyboard.press('n');
  assert.equal(await frame.locator('.seen').count(), 1);
  // everything that can be pressed comes in turn
  await page.focus('#to-audit');
  const seen = new Set();
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Tab');
    seen.add(await page.evaluate(() => document.activeElement.id || document.activeElement.dataset.one || document.activeElement.dataset.all || document.activeElement.tagName));
  }
  for (const name of ['files', 'folder', 'zip', 'ledger', 'html', 'copy', 'json', 'IFRAME']) assert.ok(seen.has(name), `${name}: ${[...seen]}`);
  await context.close();
});
