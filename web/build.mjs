// Puts the page together: the worker goes into the script, the script, the style and the engine go into one file. `dist/` then holds
// gouji.html, which needs nothing else, and what makes it a web application where a server gives it out.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const here = new URL('.', import.meta.url).pathname;
const out = process.argv[2] ?? `${here}dist`;

/** Bundles a script; gives its code and its style. */
async function bundled(entry, plugins = []) {
  const made = await build({
    configFile: false,
    root: here,
    logLevel: 'warn',
    plugins,
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      cssCodeSplit: false,
      rollupOptions: { input: here + entry, output: { format: 'iife', codeSplitting: false } },
    },
  });
  const parts = (Array.isArray(made) ? made[0] : made).output;
  const code = parts.find((part) => part.type === 'chunk').code;
  const style = parts.filter((part) => part.fileName.endsWith('.css')).map((part) => part.source).join('\n');
  return { code, style };
}

/** A file as XZ: a quarter less than gzip makes of it. */
function packed(file) {
  const code = 'import lzma, sys; sys.stdout.buffer.write(lzma.compress(open(sys.argv[1], "rb").read(), check=lzma.CHECK_CRC32, preset=int(sys.argv[2]) | lzma.PRESET_EXTREME))';
  return execFileSync('python3', ['-c', code, file, process.env.GOUJI_QUICK ? '0' : '9'], { maxBuffer: 1 << 28 });
}

const worker = await bundled('src/worker.ts');
const virtual = {
  name: 'worker',
  resolveId: (id) => (id === 'virtual:worker' ? '\0worker' : null),
  load: (id) => (id === '\0worker' ? `export default ${JSON.stringify(worker.code)}` : null),
};
const page = await bundled('src/main.ts', [virtual]);

// a script must not end its own element
const script = page.code.replaceAll('</script', '<\\/script');
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
// the report in its frame falls under the policy of the page
const report = `\n${readFileSync(`${here}../crates/gouji-report/src/report/format/html/script.js`, 'utf8')}`;
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)} ${hash(report)} blob: 'wasm-unsafe-eval'`,
  "style-src 'unsafe-inline'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  'img-src data:',
  "connect-src 'none'",
  "form-action 'none'",
  'base-uri about:',
].join('; ');

const wasm = packed(`${here}made/engine_bg.wasm`);
const icon = readFileSync(`${here}static/icon.svg`, 'utf8');
const filled = {
  policy,
  icon: `data:image/svg+xml;base64,${Buffer.from(icon).toString('base64')}`,
  style: page.style,
  engine: wasm.toString('base64'),
  script,
};
const html = readFileSync(`${here}page.html`, 'utf8').replace(/\{(policy|icon|style|engine|script)\}/g, (_, name) => filled[name]);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
cpSync(`${here}static`, out, { recursive: true });
for (const name of ['gouji.html', 'index.html']) writeFileSync(`${out}/${name}`, html);
const digest = createHash('sha256').update(html).digest('hex').slice(0, 16);
writeFileSync(`${out}/sw.js`, readFileSync(`${here}static/sw.js`, 'utf8').replace('{digest}', digest));
console.log(`gouji.html ${(html.length / 1e6).toFixed(2)} MB, compressed ${(gzipSync(html, { level: 9 }).length / 1e6).toFixed(2)} MB; engine ${(wasm.length / 1e6).toFixed(2)} MB compressed`);
