// Fails when the built page outgrows its budgets. Sizes are gzip, as a browser without brotli gets them.
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const KB = 1000;
const SHELL = 240 * KB;
const ROUTE = 330 * KB;
const CHUNK = 130 * KB;

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
const sizes = new Map();

function size(file) {
  if (!sizes.has(file)) {
    const path = join(dist, file);
    let bytes;
    try {
      bytes = statSync(`${path}.gz`).size;
    } catch {
      bytes = gzipSync(readFileSync(path), { level: 9 }).length;
    }
    sizes.set(file, bytes);
  }
  return sizes.get(file);
}

/** Files that arrive with a chunk: itself, its styles, and what it imports statically. */
function closure(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const css of chunk.css ?? []) found.add(css);
  for (const other of chunk.imports ?? []) closure(other, found);
  return found;
}

/** The texts that the route table names beside a page, in Chinese. */
const table = readFileSync(join(dist, '../src/app/router.tsx'), 'utf8');
function textsOf(key) {
  const name = key.replace(/^src\/routes\/|\.tsx$/g, '');
  const [, areas = ''] = table.match(new RegExp(`routes/${name.replaceAll('.', '\\.')}'\\), \\[([^\\]]*)\\]`)) ?? [];
  return [...areas.matchAll(/'(\w+)'/g)].flatMap(([, area]) => [...closure(`src/i18n/zh-CN/pages/${area}.json`)]);
}

const total = (files) => [...files].reduce((sum, file) => sum + size(file), 0);
const kb = (bytes) => `${(bytes / KB).toFixed(1)} kB`;
const failures = [];

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const language = Object.keys(manifest).find((key) => key.endsWith('i18n/zh-CN.ts'));
const shell = closure(entry);
if (language) closure(language, shell);
shell.add('index.html');
const shellSize = total(shell);
console.log(`shell${' '.repeat(29)}${kb(shellSize).padStart(10)}  of ${kb(SHELL)}`);
if (shellSize > SHELL) failures.push(`the shell is ${kb(shellSize)}, more than ${kb(SHELL)}`);

for (const key of Object.keys(manifest).filter((name) => name.startsWith('src/routes/')).sort()) {
  const files = new Set([...shell, ...closure(key), ...textsOf(key)]);
  const bytes = total(files);
  console.log(`${key.replace('src/routes/', '').padEnd(34)}${kb(bytes).padStart(10)}  of ${kb(ROUTE)}`);
  if (bytes > ROUTE) failures.push(`${key} transfers ${kb(bytes)}, more than ${kb(ROUTE)}`);
}

for (const { file } of Object.values(manifest)) {
  if (file.endsWith('.js') && size(file) > CHUNK) failures.push(`${file} is ${kb(size(file))}, more than ${kb(CHUNK)}`);
}

// The manifest is ours, not the browser's.
rmSync(join(dist, '.vite'), { recursive: true });

for (const failure of failures) console.error(`bundle: ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);
