/**
 * Which modules share a file. By itself the bundler makes a file for each set of pages that share something: some hundred
 * small ones, 130 for a list, each with a request and a head of its own. So the page is built twice: the first build, thrown away, tells
 * what each everyday screen needs after unused code is gone; the second puts what several of them need together.
 * A page's other parts come lazily, as the source says.
 */
import { build, type InlineConfig, type Rolldown } from 'vite';
import { FRAME_PARTS, PAGE_PARTS } from './pages.ts';

type Chunk = Rolldown.OutputChunk;

/** The screens that people open first; what only one of them needs is that screen's own file. */
const SCREENS = ['signin', 'list', 'record', 'home'];
/** Their parts that come in files of their own, by screen size, and are shown from the start. */
const PARTS = [FRAME_PARTS, ...Object.values(PAGE_PARTS)].flat().map(([part]) => part);
/** What antd is made of. */
const KIT = /node_modules\/(antd|@ant-design|@rc-component|rc-[a-z-]+)\//;

/** The file of a module that the entry needs: libraries change seldom, so they are not fetched again with each release. */
function frameOf(id: string): string {
  if (KIT.test(id)) return 'kit';
  if (/node_modules\/(react|react-dom|scheduler)\//.test(id)) return 'react';
  return id.includes('node_modules') || id.startsWith('\0') ? 'base' : 'frame';
}

/** Where each module goes that several need. */
export async function planChunks(config: InlineConfig): Promise<Map<string, string>> {
  const { output } = (await build({ ...config, configFile: false, logLevel: 'error', build: { ...config.build, write: false, minify: false } })) as Rolldown.RolldownOutput;
  const chunks = new Map(output.filter((file): file is Chunk => file.type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
  const modulesOf = (root: Chunk | undefined): Set<string> => {
    const seen = new Set<Chunk>();
    const add = (chunk: Chunk | undefined) => {
      if (!chunk || seen.has(chunk)) return;
      seen.add(chunk);
      for (const file of chunk.imports) add(chunks.get(file));
    };
    add(root);
    return new Set([...seen].flatMap((chunk) => chunk.moduleIds));
  };
  const all = [...chunks.values()];
  const of = (end: string) => modulesOf(all.find((chunk) => chunk.facadeModuleId?.endsWith(end)));
  const entry = modulesOf(all.find((chunk) => chunk.isEntry));
  const uses = new Map<string, Set<string>>();
  const take = (modules: Set<string>, name: string) => {
    for (const id of modules) if (!entry.has(id)) uses.set(id, (uses.get(id) ?? new Set()).add(name));
  };
  for (const screen of SCREENS) take(of(`/src/routes/${screen}.tsx`), screen);
  for (const part of PARTS) take(of(`/src/${part}`), part);

  const elsewhere = new Set<string>();
  for (const chunk of all) {
    const name = chunk.facadeModuleId?.match(/\/src\/routes\/([\w.]+)\.tsx$/)?.[1];
    if (name && !SCREENS.includes(name)) for (const id of modulesOf(chunk)) elsewhere.add(id);
  }

  const plan = new Map<string, string>();
  for (const id of entry) if (!id.endsWith('/src/app/main.tsx')) plan.set(id, frameOf(id));
  for (const [id, users] of uses) {
    const name = groupOf(users);
    // Another page would fetch the whole screen for it.
    if (name && !(SCREENS.includes(name) && elsewhere.has(id))) plan.set(id, name);
  }
  return plan;
}

/**
 * Whoever needs a module needs what it imports, so the sets only grow along imports, and the files' imports go one way:
 * a screen → `work` → `forms` → `frame` → `kit` → `base` → `react`.
 */
function groupOf(users: Set<string>): string | null {
  const screens = SCREENS.filter((screen) => users.has(screen));
  if (users.has('signin') && users.size > 1) return 'forms';
  const cards = users.size === 2 && users.has('list') && users.has('features/list/CardList.tsx');
  return users.size > 1 && !cards ? 'work' : (screens[0] ?? null);
}
