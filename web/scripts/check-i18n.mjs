// Fails when the two catalogues differ, when a key is used that does not exist, when a text is empty or
// unused, when Chinese stands in a component instead of a catalogue, and when a page uses texts that it does not load.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../src', import.meta.url));
const failures = [];

function files(folder, pattern) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return files(path, pattern);
    return pattern.test(name) ? [path] : [];
  });
}

function flat(node, prefix, into) {
  for (const [key, value] of Object.entries(node)) {
    const name = `${prefix}.${key}`;
    if (typeof value === 'object' && value !== null) flat(value, name, into);
    else into.set(name, value);
  }
  return into;
}

/** A catalogue as `area.key` → text. */
function catalogue(locale) {
  const all = new Map();
  for (const path of files(join(source, 'i18n', locale), /\.json$/)) {
    const area = relative(join(source, 'i18n', locale), path).replace(/^pages\/|\.json$/g, '');
    flat(JSON.parse(readFileSync(path, 'utf8')), area, all);
  }
  return all;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const bare = (catalog) => new Set([...catalog.keys()].map((key) => key.replace(PLURAL, '')));
const placeholders = (text) => [...String(text).matchAll(/{{\s*([\w.]+)/g)].map((match) => match[1]).sort().join(',');

const zh = catalogue('zh-CN');
const en = catalogue('en');
const [zhKeys, enKeys] = [bare(zh), bare(en)];
for (const key of zhKeys) if (!enKeys.has(key)) failures.push(`en has no ${key}`);
for (const key of enKeys) if (!zhKeys.has(key)) failures.push(`zh-CN has no ${key}`);
for (const [key, text] of zh) {
  const other = en.get(key);
  if (other !== undefined && placeholders(text) !== placeholders(other)) {
    failures.push(`${key}: placeholders differ (${placeholders(text)} / ${placeholders(other)})`);
  }
}
// Languages name themselves in their own script, and the mark is the mark.
const CHINESE_IN_ENGLISH = /^shell\.(mark|otherLanguage)$|language|locale/i;
for (const [key, text] of en) {
  if (/\p{Script=Han}/u.test(text) && !CHINESE_IN_ENGLISH.test(key)) failures.push(`en: ${key} is in Chinese`);
}

// "1 records": a number that stands before its noun needs a form for one. Dates never say 1 (there is "tomorrow"), nor do the choices of days.
const ALWAYS_MANY = /^(fields\.(date\.(inDays|daysAgo)|period\.\w+)|settings\.days|board\.cardHint|fields\.stars)$/;
for (const [key, text] of en) {
  const many = /{{count[^}]*}} (?:[a-z]+ )?[a-z]+s\b/i.test(text);
  if (many && !PLURAL.test(key) && !ALWAYS_MANY.test(key)) failures.push(`en: ${key} has no form for one`);
}

/** Comments may cite Chinese; code may not. */
const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).replace(/(^|[^:'"`])\/\/.*$/gm, '$1');

const code = files(source, /\.tsx?$/).filter((path) => !/\.test\.tsx?$/.test(path) && !path.includes('/test/'));
for (const path of code) {
  withoutComments(readFileSync(path, 'utf8'))
    .split('\n')
    .forEach((line, index) => {
      if (/\p{Script=Han}/u.test(line)) failures.push(`${relative(source, path)}:${index + 1}: Chinese outside the catalogues`);
    });
}

// Keys that nothing mentions. A key built at run time counts as used when its fixed beginning is mentioned.
const everything = code.map((path) => readFileSync(path, 'utf8')).join('\n');
const beginnings = [...everything.matchAll(/`([a-zA-Z]+(?:\.[\w]+)*\.)\$\{/g)].map((match) => match[1]);
for (const key of zhKeys) {
  const mentioned = everything.includes(`'${key}'`) || everything.includes(`"${key}"`) || everything.includes(`\`${key}\``);
  if (!mentioned && !beginnings.some((beginning) => key.startsWith(beginning))) failures.push(`${key} is not used`);
}

// Texts under `pages/` come with the routes that name them: whatever such a route can show must find its own.
const later = readdirSync(join(source, 'i18n/zh-CN/pages')).map((name) => name.replace('.json', ''));

function resolved(from, name) {
  const base = name.startsWith('@/') ? join(source, name.slice(2)) : name.startsWith('.') ? join(dirname(from), name) : null;
  return base && ['', '.ts', '.tsx', '/index.ts', '/index.tsx'].map((end) => base + end).find((path) => /\.tsx?$/.test(path) && existsSync(path));
}

/** The modules that come with one, now or when asked for; the route table itself leads everywhere and is left out. */
function reach(path, found = new Set()) {
  if (found.has(path) || path.endsWith('app/router.tsx')) return found;
  found.add(path);
  for (const [, name] of readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    const next = resolved(path, name);
    if (next) reach(next, found);
  }
  return found;
}

const table = readFileSync(join(source, 'app/router.tsx'), 'utf8');
const routes = [...table.matchAll(/import\('@\/routes\/([\w.]+)'\)(?:, \[([^\]]*)\])?/g)].map(([, name, areas]) => [`routes/${name}.tsx`, areas ?? '']);
for (const [entry, areas] of [['app/main.tsx', ''], ['app/shell/Shell.tsx', ''], ...routes]) {
  const modules = [...reach(join(source, entry))].map((path) => [path, readFileSync(path, 'utf8')]);
  const fetched = modules.flatMap(([, text]) => [...text.matchAll(/loadTexts\(\[([^\]]*)\]/g)].map((match) => match[1])).join();
  for (const [path, text] of modules) {
    // A key of an object is no text.
    const used = [...text.matchAll(/['"`]([a-z]+)\.[\w$.]+[^:]/gi)].filter(([match, area]) => later.includes(area) && (match.includes('$') || zhKeys.has(match.slice(1, -2))));
    for (const area of new Set(used.map((match) => match[1]))) {
      if (!`${areas},${fetched}`.includes(`'${area}'`)) failures.push(`${entry} shows texts of ${area} (${relative(source, path)}), but does not load them`);
    }
  }
}

for (const failure of failures) console.error(`i18n: ${failure}`);
console.log(`i18n: ${zhKeys.size} texts in two languages, ${failures.length} faults`);
process.exit(failures.length > 0 ? 1 : 0);
