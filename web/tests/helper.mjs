// The page in a real browser, as somebody opens it from a folder.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const FIXTURES = join(ROOT, 'fixtures');
const PAGE = process.env.GOUJI_PAGE ?? join(ROOT, 'web/dist/gouji.html');
export const PROGRAM = process.env.GOUJI;
export const DAY = '2026-11-23';

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
});
after(() => browser?.close());

/** Opens the page; what it asks of anybody and what goes wrong in it is kept. */
export async function opened(options = {}, address = pathToFileURL(PAGE).href) {
  const context = await browser.newContext({ acceptDownloads: true, viewport: { width: 1400, height: 900 }, ...options });
  const page = await context.newPage();
  const asked = [];
  const wrong = [];
  context.on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  await page.goto(address);
  await ready(page);
  return { context, page, asked, wrong };
}

/** Waits for the engine and sets the day. */
export async function ready(page) {
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
  await page.evaluate((day) => {
    const field = document.getElementById('day');
    field.value = day;
    field.dispatchEvent(new Event('change'));
  }, DAY);
}

/** Gives files to the page and waits until all are audited. */
export async function given(page, files, timeout = 120_000) {
  if (files.length === 0) return done(page, timeout);
  const start = Date.now();
  // paths and buffers are not given together
  const list = files.every((file) => typeof file === 'string') ? files : files.map((file) => (typeof file === 'string' ? { name: basename(file), mimeType: '', buffer: readFileSync(file) } : file));
  await page.setInputFiles('#files', list);
  await done(page, timeout);
  return Date.now() - start;
}

export async function done(page, timeout = 120_000) {
  await page.waitForFunction(() => document.getElementById('status').textContent.startsWith('审核完成'), null, { timeout });
}

/** Names the first table of the desk as it is proposed. */
export async function named(page) {
  await page.click('.table-head .main');
  await page.getByText('✓ 这份文件里认出').waitFor();
  await page.getByRole('button', { name: '写入我的规则' }).click();
  await page.locator('.table-head', { hasText: '认作' }).waitFor();
}

/** The bytes that a click hands over, and their name. */
export async function taken(page, selector) {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), page.click(selector)]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** The frame of the report that is shown; a moment before another one may have been. */
export async function report(page) {
  for (let left = 30; ; left--) {
    const handle = await page.waitForSelector('#pages iframe:not([hidden])');
    const frame = await handle.contentFrame();
    try {
      await frame.waitForSelector('main', { timeout: 2000 });
      return frame;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

/** What the program makes of files, given by names in a folder. */
export function program(folder, names, format) {
  const scratch = mkdtempSync(join(tmpdir(), 'gouji-'));
  const out = join(scratch, `out.${format}`);
  try {
    execFileSync(PROGRAM, ['check', ...names, '--format', format, '-o', out, '--date', DAY, '--fail-on', 'never'], { cwd: folder, stdio: 'pipe' });
  } catch (error) {
    // an unreadable file ends it with a status of its own
    if (!existsSync(out)) throw error;
  }
  const bytes = readFileSync(out);
  rmSync(scratch, { recursive: true });
  return bytes;
}

/** All files below a folder that are documents by their extension. */
export function documents(folder) {
  const known = /\.(txt|md|csv|docx|xlsx|xls|ods|pdf|html|ofd|zip)$/;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && known.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

export { dirname, join };
