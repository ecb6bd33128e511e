/** What the page says in either language: steps are written with the Chinese words of the catalogues, and find the English ones. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const FOLDER = fileURLToPath(new URL('../../web/src/i18n/', import.meta.url));
/** i18next's endings of texts that depend on a number. */
const COUNTED = /_(?:zero|one|two|few|many|other)$/;

function flat(texts, at, into) {
  for (const [name, text] of Object.entries(texts)) {
    const path = `${at}.${name}`;
    if (typeof text === 'object') flat(text, path, into);
    else into.set(path.replace(COUNTED, ''), [...(into.get(path.replace(COUNTED, '')) ?? []), text]);
  }
}

async function catalogue(language) {
  const texts = new Map();
  const names = (await readdir(join(FOLDER, language), { recursive: true })).filter((name) => name.endsWith('.json'));
  for (const name of names) flat(JSON.parse(await readFile(join(FOLDER, language, name), 'utf8')), name.replace(/\.json$/, '').split('/').at(-1), texts);
  return texts;
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** The library parts two Chinese letters of a button by a space. */
const loose = (text) => (/^\p{Script=Han}{2}$/u.test(text) ? `${text[0]}\\s?${text[1]}` : escaped(text));

/**
 * `t(text, values)` is a pattern of what the page says in `language` where it says `text` in Chinese; `values` stand in its
 * places, and anything does where none is given. `t.in` finds it within a longer text, too.
 */
export async function wordsIn(language) {
  const [chinese, spoken] = await Promise.all([catalogue('zh-CN'), catalogue(language)]);
  const keys = new Map();
  for (const [key, texts] of chinese) for (const text of texts) keys.set(text, [...(keys.get(text) ?? []), key]);
  const source = (text, values) => {
    const found = keys.get(text);
    if (!found) throw new Error(`the page never says “${text}”`);
    const all = new Set(found.flatMap((key) => spoken.get(key) ?? []));
    const filled = (one) => one.split(/\{\{(\w+)[^}]*\}\}/).map((part, at) => (at % 2 === 0 ? loose(part) : part in values ? escaped(String(values[part])) : '.+')).join('');
    return `(?:${[...all].map(filled).join('|')})`;
  };
  const t = (text, values = {}) => new RegExp(`^${source(text, values)}$`, 'i');
  t.in = (text, values = {}) => new RegExp(source(text, values), 'i');
  t.start = (text, values = {}) => new RegExp(`^${source(text, values)}`, 'i');
  return t;
}
