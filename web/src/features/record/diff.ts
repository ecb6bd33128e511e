/** What differs between two texts, word by word; Chinese by characters. */

export interface Part {
  text: string;
  kind: 'same' | 'out' | 'in';
}

const WORDS = /\p{Script=Han}|[\p{L}\p{N}_]+|\s+|[^\s]/gu;
/** Comparing more pairs of words than this takes too long; the middle then counts as replaced. */
const MOST_PAIRS = 1_000_000;

const words = (text: string): string[] => text.match(WORDS) ?? [];

/** The parts in order: what both have, what only `from` has, what only `to` has. */
export function diff(from: string, to: string): Part[] {
  const [a, b] = [words(from), words(to)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const parts: Part[] = [];
  const push = (kind: Part['kind'], text: string) => {
    const last = parts.at(-1);
    if (!text) return;
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  push('same', a.slice(0, start).join(''));
  middle(a.slice(start, a.length - end), b.slice(start, b.length - end), push);
  push('same', a.slice(a.length - end).join(''));
  return parts;
}

/** By the longest common run of words. */
function middle(a: string[], b: string[], push: (kind: Part['kind'], text: string) => void) {
  if (a.length * b.length > MOST_PAIRS) {
    push('out', a.join(''));
    push('in', b.join(''));
    return;
  }
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      push('same', a[i] ?? '');
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      push('out', a[i] ?? '');
      i += 1;
    } else {
      push('in', b[j] ?? '');
      j += 1;
    }
  }
}
