/**
 * Vite plug-in: an index.html for each page, which names the page's own files beside those of the frame, so that all are asked for
 * at once and not one after the other. `pages.json` tells the server which one stands at which address, and the digest of the one
 * script in them.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { bootScript } from './html.ts';

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } };

const PHONE = '(max-width: 767px)';
const DESK = '(min-width: 768px)';
/** Parts of the frame and of pages that come in files of their own and are shown from the start. */
export const FRAME_PARTS: [string, string][] = [
  ['app/shell/BottomTabs.tsx', PHONE],
  ['app/shell/ObjectEntries.tsx', DESK],
  ['features/talk/Bell.tsx', DESK],
  ['features/talk/Badge.tsx', PHONE],
];
export const PAGE_PARTS: Record<string, [string, string][]> = { list: [['features/list/CardList.tsx', PHONE]] };
/** Texts that parts of the frame name. */
const FRAME_TEXTS = ['atHand', 'talk'];
const LANGUAGES = ['zh-CN', 'en'];

interface Page {
  path: string;
  name: string;
  texts: string[];
}

/** The pages in the route table, with the texts that it names beside them. */
export function pagesOf(table: string): Page[] {
  const found = [...table.matchAll(/(?:page\(|path: )'([^']+)',(?:(?!page\()[\s\S])*?import\('@\/routes\/([\w.]+)'\)(?:, \[([^\]]*)\])?/g)];
  return found.map(([, path = '', name = '', texts = '']) => ({ path, name, texts: [...texts.matchAll(/'(\w+)'/g)].map(([, area = '']) => area) }));
}

class Files {
  private readonly chunks: Chunk[];
  constructor(private readonly bundle: Bundle) {
    this.chunks = Object.values(bundle).filter((file): file is Chunk => file.type === 'chunk');
  }

  /** The files of a module that is fetched by itself, with all that they import, and their styles. */
  of(end: string): string[] {
    const root = this.chunks.find((chunk) => chunk.facadeModuleId?.endsWith(`/src/${end}`));
    if (!root) throw new Error(`pages: there is no file of ${end}`);
    const found = new Set<string>();
    const add = (name: string) => {
      const chunk = this.bundle[name] as Chunk | undefined;
      if (!chunk || found.has(name)) return;
      found.add(name);
      for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style);
      chunk.imports.forEach(add);
    };
    add(root.fileName);
    return [...found];
  }
}

const link = (file: string, media?: string) => {
  const rel = file.endsWith('.css') ? 'rel="preload" as="style"' : 'rel="modulepreload"';
  return `<link ${rel} crossorigin href="/${file}"${media ? ` media="${media}"` : ''}>`;
};

function htmlOf(page: Page, index: string, files: Files): string {
  const framed = page.name !== 'signin' && page.name !== 'must';
  const known = new Set([...index.matchAll(/(?:href|src)="\/([^"]+)"/g)].map(([, file]) => file));
  const links: string[] = [];
  const add = (names: string[], media?: string) => {
    for (const name of names.filter((file) => !known.has(file))) {
      known.add(name);
      links.push(link(name, media));
    }
  };
  add(files.of(`routes/${page.name}.tsx`));
  const parts = framed ? [...FRAME_PARTS, ...(PAGE_PARTS[page.name] ?? [])] : [];
  for (const [part, media] of parts) add(files.of(part), media);
  const areas = framed ? [...page.texts, ...FRAME_TEXTS] : page.texts;
  const textsOf = (language: string) => [`i18n/${language}.ts`, ...areas.map((area) => `i18n/${language}/pages/${area}.json`)].flatMap((file) => files.of(file));
  const texts = Object.fromEntries(LANGUAGES.map((language) => [language, [...new Set(textsOf(language))].filter((file) => !known.has(file)).map((file) => `/${file}`)]));
  const meta = `<meta name="shuke-texts" content='${JSON.stringify(texts)}'>`;
  const withTexts = index.replace('<script>', () => `${meta}\n    <script>`);
  return withTexts.replace('</head>', () => `  ${links.join('\n    ')}\n  </head>`);
}

export function pagesPlugin(bootFile: string, tableFile: string): Plugin {
  return {
    name: 'shuke-pages',
    apply: 'build',
    writeBundle(options, bundle) {
      const out = options.dir ?? 'dist';
      const index = readFileSync(join(out, 'index.html'), 'utf8');
      const files = new Files(bundle);
      const pages = pagesOf(readFileSync(tableFile, 'utf8'));
      mkdirSync(join(out, 'pages'), { recursive: true });
      for (const page of pages) writeFileSync(join(out, 'pages', `${page.name}.html`), htmlOf(page, index, files));
      const script = `sha256-${createHash('sha256').update(bootScript(bootFile)).digest('base64')}`;
      if (!index.includes(bootScript(bootFile))) throw new Error('pages: index.html holds another script than the server is to allow');
      const list = pages.map(({ path, name }) => ({ path: path.replace(/\$\w+/g, '*'), file: `pages/${name}.html` }));
      writeFileSync(join(out, 'pages.json'), JSON.stringify({ script, pages: list }));
    },
  };
}
