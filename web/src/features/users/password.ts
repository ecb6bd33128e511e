/** A first password that can be read aloud: no letters that look alike. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const CAPITALS = 'ABCDEFGHJKMNPQRSTUVWXYZ';
const DIGITS = '23456789';

export const SHORTEST = 8;

export function makePassword(): string {
  const pick = (set: string) => set[crypto.getRandomValues(new Uint32Array(1))[0]! % set.length] ?? 'x';
  const part = (set: string, length: number) => Array.from({ length }, () => pick(set)).join('');
  return `${part(CAPITALS, 1)}${part(LETTERS, 4)}-${part(DIGITS, 4)}-${part(LETTERS, 4)}`;
}
