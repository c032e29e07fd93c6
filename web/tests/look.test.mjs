// How it looks and who can read it: light and dark, wide and on a phone; axe-core; the page from a server, installed, without network.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { FIXTURES, given, join, opened, report, ROOT } from './helper.mjs';

const PLANTED = join(FIXTURES, 'archive-planted/document.txt');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds that is serious or critical. */
async function grave(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'], iframes: false });
    // the editor scrolls by the keys that its text takes
    for (const one of violations) one.nodes = one.nodes.filter(({ html }) => !html.includes('class="cm-scroller"'));
    return violations.filter(({ nodes }) => nodes.length > 0).filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 90)).join(' | ')}`);
  });
}

for (const [name, options] of Object.entries({
  wide: {},
  dark: { colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  'dark phone': { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
})) {
  test(`axe-core finds nothing grave: ${name}`, async () => {
    const { context, page } = await opened(options);
    const picture = async (state) => process.env.PICTURES && page.screenshot({ path: join(process.env.PICTURES, `${name} ${state}.png`) });
    await picture('welcome');
    assert.deepEqual(await grave(page), []);
    await given(page, [PLANTED, { name: '空.txt', mimeType: '', buffer: Buffer.from('') }]);
    await report(page);
    await page.click('#settings summary');
    await picture('report');
    assert.deepEqual(await grave(page), []);
    await page.click('#to-rules');
    await page.waitForSelector('.paper .grid');
    for (const panel of ['mine', 'naming', 'formula', 'usual', 'files', 'guide']) {
      await page.click(`#tab-${panel}`);
      await page.waitForSelector(`#panel-${panel} *`);
      await picture(`desk ${panel}`);
      assert.deepEqual(await grave(page), [], panel);
    }
    await page.click('#tab-usual');
    await page.locator('.usual').first().click();
    await page.waitForSelector('.rows');
    assert.deepEqual(await grave(page), []);
    await page.click('#use-rules');
    await page.locator('.sum', { hasText: '问题没有变化' }).waitFor();
    await picture('desk confirm');
    assert.deepEqual(await grave(page), []);
    await page.keyboard.press('Escape');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${wide} pixels too wide`);
    await context.close();
  });
}

test('given out by a server it is installed and works without network', async () => {
  const kinds = { html: 'text/html; charset=utf-8', js: 'text/javascript', svg: 'image/svg+xml', webmanifest: 'application/manifest+json' };
  const asked = [];
  const server = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : request.url.slice(1).split('?')[0];
    asked.push(name);
    try {
      const bytes = readFileSync(join(ROOT, 'web/dist', name));
      response.writeHead(200, { 'content-type': kinds[name.split('.').pop()] ?? 'application/octet-stream' }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${server.address().port}/`;
  const { context, page, wrong } = await opened({}, address);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const manifest = JSON.parse(readFileSync(join(ROOT, 'web/dist/manifest.webmanifest'), 'utf8'));
  assert.equal(manifest.display, 'standalone');
  server.closeAllConnections();
  server.close();
  await context.setOffline(true);
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await given(page, [PLANTED]);
  await report(page);
  const known = ['index.html', 'manifest.webmanifest', 'icon.svg', 'sw.js'];
  assert.deepEqual(asked.filter((name) => !known.includes(name)), []);
  assert.deepEqual(wrong, []);
  await context.close();
});
