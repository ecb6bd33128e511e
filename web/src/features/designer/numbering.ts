/** Patterns of automatic numbers such as `L{yyyyMM}-{0000}`: check and example. */

export const hasCounter = (pattern: string): boolean => (pattern.match(/\{0+\}/g) ?? []).length === 1 && !/[{}]/.test(pattern.replace(/\{(0+|yyyy|yyyyMM|yyyyMMdd)\}/g, ''));

/** What the n-th number of a day looks like. */
export function numberExample(pattern: string, day: string, n: number): string {
  const plain = day.replaceAll('-', '');
  return pattern
    .replaceAll('{yyyyMMdd}', plain)
    .replaceAll('{yyyyMM}', plain.slice(0, 6))
    .replaceAll('{yyyy}', plain.slice(0, 4))
    .replace(/\{(0+)\}/, (_whole, zeros: string) => String(n).padStart(zeros.length, '0'));
}
