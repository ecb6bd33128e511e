/** Vite plug-in: puts the colour tokens and the theme bootstrap into index.html. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { tokenCss } from '../src/ui/tokens.ts';

/**
 * The bootstrap picks theme and language before the first paint. It is a file of its own, not an
 * inline script, so that the page lives under `script-src 'self'` without hashes or nonces.
 */
export function htmlPlugin(bootFile: string): Plugin[] {
  const source = readFileSync(bootFile, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');
  const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8);
  let dev = false;
  const tokens: Plugin = {
    name: 'shuke-tokens',
    // Before Vite minifies the inline style and drops the comment.
    transformIndexHtml: { order: 'pre', handler: (html) => html.replace('/*tokens*/', tokenCss()) },
  };
  const boot: Plugin = {
    name: 'shuke-boot',
    configResolved(config) {
      dev = config.command === 'serve';
    },
    configureServer(server) {
      server.middlewares.use('/assets/boot.js', (_request, response) => {
        response.setHeader('content-type', 'text/javascript');
        response.end(source);
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: `assets/boot-${hash}.js`, source });
    },
    transformIndexHtml: () => [
      { tag: 'script', attrs: { src: dev ? '/assets/boot.js' : `/assets/boot-${hash}.js` }, injectTo: 'head' },
    ],
  };
  return [tokens, boot];
}
