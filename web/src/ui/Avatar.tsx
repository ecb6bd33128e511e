/** A person (round) or a record (square) as one character on a quiet tint. */
import css from './Avatar.module.css';

function hue(key: string): number {
  let sum = 0;
  for (const char of key) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 997;
  return sum % 6;
}

/** A Chinese company's full name begins with its town, two characters that half of the list shares. */
const COMPANY = /^\p{Script=Han}{6,}(\u516c\u53f8|\u5382|\u96c6\u56e2|\u7ecf\u8425\u90e8|\u5de5\u4f5c\u5ba4)$/u;

/** The character that tells one record from the next. */
function initial(name: string, square: boolean): string {
  const chars = [...name.trim()];
  return ((square && COMPANY.test(name.trim()) ? chars[2] : chars[0]) ?? '?').toUpperCase();
}

export interface AvatarProps {
  name: string;
  /** What the colour is derived from; ids keep it stable when the name changes. */
  seed?: string;
  size?: number;
  square?: boolean;
}

export function Avatar({ name, seed, size = 20, square = false }: AvatarProps) {
  const index = hue(seed ?? name);
  return (
    <span
      aria-hidden
      className={css.avatar}
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * (size >= 32 ? 0.46 : 0.55)),
        borderRadius: square ? Math.max(4, Math.round(size / 5)) : '50%',
        background: `var(--av${index})`,
        color: `var(--av${index}-t)`,
      }}
    >
      {initial(name, square)}
    </span>
  );
}
