/** What a later chunk needs is fetched along with it; what every page has from the start is not named again each time. */
import type { Plugin } from 'vite';

export function preloadPlugin(): Plugin {
  const first = new Set<string>();
  return {
    name: 'shuke-preload',
    apply: 'build',
    config: () => ({ build: { modulePreload: { resolveDependencies: (_, files, { hostType }) => (hostType === 'html' ? files : files.filter((file) => !first.has(file))) } } }),
    generateBundle: {
      order: 'pre',
      handler(_, bundle) {
        const add = (file: string) => {
          const chunk = bundle[file];
          if (first.has(file) || chunk?.type !== 'chunk') return;
          first.add(file);
          chunk.imports.forEach(add);
        };
        for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) add(chunk.fileName);
      },
    },
  };
}
