import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { compressPlugin } from './build/compress.ts';
import { htmlPlugin } from './build/html.ts';
import { preloadPlugin } from './build/preload.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [react(), htmlPlugin(here('./build/boot.js')), preloadPlugin(), compressPlugin()],
  resolve: { alias: { '@': here('./src') } },
  server: {
    port: 5173,
    proxy: { '/api': process.env.SHUKE_API ?? 'http://127.0.0.1:8080' },
  },
  css: { modules: { generateScopedName: '[name]_[local]_[hash:base64:4]' } },
  build: {
    target: 'chrome111',
    assetsDir: 'assets',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    sourcemap: false,
    manifest: true,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    testTimeout: 40_000,
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});
