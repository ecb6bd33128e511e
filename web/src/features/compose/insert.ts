/** Words put where the caret is, apart from what stands before and behind by a space where Latin letters would meet. */
const LATIN = /[\p{Script=Latin}\p{Number}]$/u;
const LATIN_START = /^[\p{Script=Latin}\p{Number}]/u;

export interface Inserted {
  text: string;
  /** Where the caret stands afterwards. */
  caret: number;
}

export function insertAt(text: string, from: number, to: number, words: string): Inserted {
  const before = text.slice(0, from);
  const behind = text.slice(to);
  const gap = LATIN.test(before) && LATIN_START.test(words) ? ' ' : '';
  const end = LATIN.test(words) && LATIN_START.test(behind) ? ' ' : '';
  return { text: `${before}${gap}${words}${end}${behind}`, caret: from + gap.length + words.length };
}
