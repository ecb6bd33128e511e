/** An object's picture on its own tint. */
import type { Tone } from '@/ui/tokens';
import { ObjectIcon } from '@/ui/icons';
import css from './ObjectSquare.module.css';

export function ObjectSquare({ icon, tone, size = 32 }: { icon: string; tone: Tone; size?: number }) {
  return (
    <span className={css.square} data-tone={tone} style={{ width: size, height: size }} aria-hidden>
      <ObjectIcon name={icon} size={Math.round(size / 2)} />
    </span>
  );
}
