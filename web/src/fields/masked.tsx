/** A field that is masked for this person: whatever its kind, its values are covered texts. */
import type { FieldKind, ShowProps } from './types';
import { isEmpty } from './types';
import { textOf } from './shared/textKind';
import { Dash } from './shared/show';
import css from './shared/show.module.css';

function Covered({ value }: ShowProps) {
  return isEmpty(value) ? <Dash /> : <span className={css.covered}>{textOf(value)}</span>;
}

const made = new Map<FieldKind, FieldKind>();

/** The kind as far as it may be seen: its sign and its width, and no way to ask for its values. */
export function maskedKind(kind: FieldKind): FieldKind {
  const known = made.get(kind);
  if (known) return known;
  const masked: FieldKind = { ...kind, align: 'left', Cell: Covered, View: Covered, operators: [], format: (value) => textOf(value) };
  made.set(kind, masked);
  return masked;
}
