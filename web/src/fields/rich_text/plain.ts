/** Between rich text and plain text, without building a document. */
const TAG = /<(\/?)([a-z0-9]+)(?:"[^"]*"|[^>"])*>/gi;
const BLOCKS = new Set(['p', 'br', 'h1', 'h2', 'h3', 'li', 'blockquote', 'pre', 'hr', 'ul', 'ol']);
const SIGNS: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&nbsp;': ' ' };

/** The text, with a line for each paragraph, heading and entry of a list. */
export function plainOf(html: string): string {
  const lines = html.replace(TAG, (_tag, _end, name: string) => (BLOCKS.has(name.toLowerCase()) ? '\n' : ''));
  return lines
    .replace(/&(?:amp|lt|gt|quot|nbsp);/g, (sign) => SIGNS[sign] ?? sign)
    .replace(/ *\n\s*/g, '\n')
    .trim();
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** A paragraph for each line. */
export const fromPlain = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => `<p>${escaped(line.trim())}</p>`)
    .join('');
