import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { planChunks } from './build/chunks.ts';
import { compressPlugin } from './build/compress.ts';
import { htmlPlugin } from './build/html.ts';
import { manualPlugin } from './build/manual.ts';
import { pagesPlugin } from './build/pages.ts';
import { preloadPlugin } from './build/preload.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const manual = here('../docs/manual');

/** What both builds have in common. */
const common = {
  root: here('.'),
  resolve: { alias: { '@': here('./src') } },
  css: { modules: { generateScopedName: '[name]_[local]_[hash:base64:4]' } },
};

export default defineConfig(async ({ command, mode }): Promise<ViteUserConfig> => {
  const plan = command === 'build' && mode !== 'test' ? await planChunks({ ...common, plugins: [react(), manualPlugin(manual)], build: { target: 'chrome111' } }) : null;
  return {
    ...common,
    plugins: [react(), manualPlugin(manual), htmlPlugin(here('./build/boot.js')), preloadPlugin(), pagesPlugin(here('./build/boot.js'), here('./src/app/router.tsx')), compressPlugin()],
    server: {
      port: 5173,
      fs: { allow: [here('.'), manual] },
      proxy: { '/api': process.env.SHUKE_API ?? 'http://127.0.0.1:8080' },
    },
    build: {
      target: 'chrome111',
      assetsDir: 'assets',
      reportCompressedSize: false,
      chunkSizeWarningLimit: 900,
      sourcemap: false,
      manifest: true,
      ...(plan && {
        rolldownOptions: {
          preserveEntrySignatures: 'allow-extension' as const,
          output: {
            codeSplitting: {
              includeDependenciesRecursively: false,
              groups: [{ debugName: 'plan', name: (id: string) => plan.get(id) ?? null }],
            },
          },
        },
      }),
    },
    test: {
      environment: 'jsdom',
      setupFiles: ['./src/test/setup.ts'],
      include: ['src/**/*.test.{ts,tsx}'],
      testTimeout: 120_000,
      css: { modules: { classNameStrategy: 'non-scoped' } },
    },
  };
});
