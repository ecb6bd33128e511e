/** Whether what was typed means a label: a part of it, its syllables, or their first letters. */

const plain = (text: string) => text.toLowerCase().replace(/\s+/g, '');

/** The letters from the start: each syllable whole or by its first letters, the last one perhaps begun. */
function follows(typed: string, syllables: string[], at: number): boolean {
  if (typed === '') return true;
  const syllable = syllables[at];
  if (syllable === undefined) return false;
  for (let length = Math.min(syllable.length, typed.length); length > 0; length -= 1) {
    if (syllable.startsWith(typed.slice(0, length)) && follows(typed.slice(length), syllables, at + 1)) return true;
  }
  return false;
}

export function means(typed: string, label: string, spoken: string): boolean {
  const wanted = plain(typed);
  if (wanted === '' || plain(label).includes(wanted)) return true;
  const syllables = spoken.split(' ').filter(Boolean);
  return wanted.length > 1 && syllables.some((_, at) => follows(wanted, syllables, at));
}
