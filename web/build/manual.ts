/**
 * Vite plug-in: the manual of docs/manual as a module for each language, `virtual:manual/zh-CN` and `virtual:manual/en`: its
 * sections with ids that are the same in both, made of the English headings. The build fails when one language has a section that
 * the other lacks.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked, type Token, type Tokens } from 'marked';
import type { Plugin } from 'vite';

const FILES: Record<string, string> = { 'zh-CN': 'zh.md', en: 'en.md' };
const PREFIX = 'virtual:manual/';

interface Section {
  id: string;
  level: number;
  title: string;
  html: string;
}

const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading';

const slug = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** Pictures are files of the page; links within the repository lead nowhere here. */
marked.use({
  renderer: {
    image: ({ href, text }) => {
      const picture = (file: string, look = '') => `<img class="${look}" alt="${escaped(text)}" loading="lazy" src="%${file}%">`;
      return href.includes('-dark.') ? picture(href) : picture(href, 'light') + picture(href.replace('.webp', '-dark.webp'), 'dark');
    },
    link({ href, tokens }) {
      const words = this.parser.parseInline(tokens);
      return /^https?:/.test(href) ? `<a href="${escaped(href)}" target="_blank" rel="noreferrer">${words}</a>` : words;
    },
  },
});

/** What stands under each heading of a manual, without its title and what comes before the first one. */
export function sectionsOf(text: string): Section[] {
  const sections: (Omit<Section, 'html' | 'id'> & { tokens: Token[] })[] = [];
  for (const token of marked.lexer(text)) {
    if (isHeading(token) && token.depth > 1) sections.push({ level: token.depth, title: token.text, tokens: [] });
    else if (!isHeading(token)) sections.at(-1)?.tokens.push(token);
  }
  return sections.map(({ level, title, tokens }) => ({ id: slug(title), level, title, html: marked.parser(tokens) }));
}

/** The sections of one language under the ids of the English ones. */
export function manualOf(folder: string, language: string): Section[] {
  const read = (name: string) => sectionsOf(readFileSync(join(folder, name), 'utf8'));
  const [english, own] = [read('en.md'), read(FILES[language] ?? 'en.md')];
  const levels = (sections: Section[]) => sections.map(({ level }) => level).join();
  if (levels(english) !== levels(own)) throw new Error(`docs/manual: en.md and ${FILES[language]} have different sections`);
  return own.map((section, at) => ({ ...section, id: english[at]?.id ?? section.id }));
}

export function manualPlugin(folder: string): Plugin {
  return {
    name: 'shuke-manual',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const sections = manualOf(folder, id.slice(PREFIX.length + 1));
      for (const file of Object.values(FILES)) this.addWatchFile(join(folder, file));
      const text = JSON.stringify(sections);
      const pictures = [...new Set([...text.matchAll(/%(img\/[\w./-]+)%/g)].map(([, name = '']) => name))];
      const lines = pictures.map((name, at) => `import p${at} from ${JSON.stringify(`${join(folder, name)}?url`)};`);
      const put = pictures.map((name, at) => `.replaceAll(${JSON.stringify(`%${name}%`)}, p${at})`).join('');
      return `${lines.join('\n')}\nconst put = (text) => text${put};\nexport default ${text}.map((section) => ({ ...section, html: put(section.html) }));`;
    },
  };
}
