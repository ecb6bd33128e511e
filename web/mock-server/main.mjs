// Development server: the mock API and, when built, the page.
//   node mock-server/main.mjs [--port 8090] [--leads 2000] [--dist dist] [--latency 0]
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from './app.mjs';

const argument = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at > 0 ? process.argv[at + 1] : fallback; };
const port = Number(argument('port', '8090'));
const latency = Number(argument('latency', '0'));
const dist = argument('dist', fileURLToPath(new URL('../dist', import.meta.url)));
const app = createApp({ leads: Number(argument('leads', '2000')) });
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.json': 'application/json', '.webmanifest': 'application/manifest+json' };

async function page(pathname) {
  const asset = /\.\w+$/.test(pathname);
  const path = join(dist, normalize(asset ? pathname : '/index.html'));
  try {
    const content = await readFile(path);
    return [200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'cache-control': pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache' }, content];
  } catch {
    return [404, { 'content-type': 'text/plain' }, asset ? 'not found' : 'The page is not built: run npm run build.'];
  }
}

async function relay(response, out) {
  const headers = Object.fromEntries(response.headers);
  out.writeHead(response.status, headers);
  if (!response.body) return out.end();
  const reader = response.body.getReader();
  out.on('close', () => reader.cancel().catch(() => {}));
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return out.end();
    out.write(value);
  }
}

createServer(async (incoming, out) => {
  try {
    const url = new URL(incoming.url, `http://${incoming.headers.host}`);
    if (!url.pathname.startsWith('/api/')) {
      const [status, headers, content] = await page(url.pathname);
      out.writeHead(status, headers).end(content);
      return;
    }
    if (latency) await new Promise((go) => { setTimeout(go, latency); });
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const hasBody = !['GET', 'HEAD'].includes(incoming.method);
    await relay(await app.fetch(new Request(url, { method: incoming.method, headers: incoming.headers, body: hasBody && chunks.length ? Buffer.concat(chunks) : undefined })), out);
  } catch (error) {
    console.error(error);
    if (!out.headersSent) out.writeHead(500, { 'content-type': 'text/plain' });
    out.end();
  }
}).listen(port, '127.0.0.1', () => console.log(`mock API on http://127.0.0.1:${port} (sign in as admin / shuke-2026, or li / shuke-2026)`));
