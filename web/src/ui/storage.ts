/** localStorage that never throws and never trusts what it finds. */

export function readStored<T>(key: string, check: (value: unknown) => value is T): T | null {
  try {
    const text = localStorage.getItem(`shuke.${key}`);
    if (text === null) return null;
    const value: unknown = JSON.parse(text);
    return check(value) ? value : null;
  } catch {
    return null;
  }
}

export function writeStored(key: string, value: unknown): void {
  try {
    if (value === null || value === undefined) localStorage.removeItem(`shuke.${key}`);
    else localStorage.setItem(`shuke.${key}`, JSON.stringify(value));
  } catch {
    // Storage full or forbidden: the choice lasts until the page is closed.
  }
}

export const isString = (value: unknown): value is string => typeof value === 'string';
export const isStringList = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString);
