// Fails when something is exported that no other file names: what is used in its own file alone needs no export, and
// what nobody uses needn't be there. Types belong to what they describe, and may be named by nobody else. Tests and the build
// count as users.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const EXPORT = /^export (?:async )?(const|let|function\*?|class|interface|type|enum) ([A-Za-z_$][\w$]*)/gm;
const WORD = /[A-Za-z_$][\w$]*/g;

const within = (folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name));
const names = [...within('src'), ...within('build'), 'vite.config.ts'].filter((name) => /\.(tsx?|mjs)$/.test(name) && !name.endsWith('.d.ts'));
const files = names.map((name) => {
  const text = readFileSync(join(root, name), 'utf8');
  return { name, text, words: new Set(text.match(WORD)) };
});

const users = new Map();
for (const { words } of files) for (const word of words) users.set(word, (users.get(word) ?? 0) + 1);

const failures = [];
for (const { name: file, text } of files.filter(({ name }) => name.startsWith('src') && !name.startsWith('src/test/'))) {
  for (const [, kind, name] of text.matchAll(EXPORT)) {
    if (users.get(name) > 1) continue;
    const inside = text.match(new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`, 'g')).length > 1;
    if (inside && (kind === 'interface' || kind === 'type')) continue;
    failures.push(`${file}: ${name}: ${inside ? 'only its own file uses it, so it needs no export' : 'nobody uses it'}`);
  }
}
for (const failure of failures) console.error(failure);
console.log(`exports: ${failures.length} faults`);
process.exit(failures.length > 0 ? 1 : 0);
