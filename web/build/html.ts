/** Vite plug-in: puts the colour tokens and the bootstrap into index.html. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { tokenCss } from '../src/ui/tokens.ts';

/** The bootstrap as it stands in the page: picks theme and language before the first paint, and asks for what comes next. */
export const bootScript = (file: string) =>
  readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');

/** The server allows this one script in the page by its digest, see pages.ts. */
export function htmlPlugin(bootFile: string): Plugin[] {
  const script = bootScript(bootFile);
  const tokens: Plugin = {
    name: 'shuke-tokens',
    // Before Vite minifies the inline style and drops the comment.
    transformIndexHtml: { order: 'pre', handler: (html) => html.replace('/*tokens*/', tokenCss()) },
  };
  const boot: Plugin = {
    name: 'shuke-boot',
    // A script waits for styles above it, and nothing is painted before styles in the head: so it stands before them, and they
    // behind the skeleton, which needs none.
    transformIndexHtml: {
      order: 'post',
      handler: (html) => {
        const styles = html.match(/ *<link rel="stylesheet"[^>]*>\n/g) ?? [];
        const bare = styles.reduce((left, style) => left.replace(style, ''), html);
        return bare.replace('</style>', () => `</style>\n    <script>${script}</script>`).replace('</body>', () => `${styles.join('')}  </body>`);
      },
    },
  };
  return [tokens, boot];
}
