/** Small pieces that many kinds show their value with. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Option, Ref } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import { Tag } from '@/ui/Tag';
import { Unseen } from '@/ui/Unseen';
import css from './show.module.css';

/** Nothing there: a dash, read out as "none". */
export function Dash() {
  const { t } = useTranslation();
  return (
    <span className={css.dash}>
      <span aria-hidden>{t('common.empty')}</span>
      <Unseen>{t('common.none')}</Unseen>
    </span>
  );
}

export const Line = ({ children, title }: { children: ReactNode; title?: string }) => (
  <span className={css.line} title={title}>
    {children}
  </span>
);

export function OptionTag({ option, name, dot }: { option: Option | undefined; name: string; dot?: boolean }) {
  return (
    <Tag tone={option?.color} dot={dot}>
      {option?.label ?? name}
    </Tag>
  );
}

export function Person({ value, size = 20 }: { value: Ref; size?: number }) {
  return (
    <span className={css.person}>
      <Avatar name={value.name} seed={value.id} size={size} />
      <span className={css.line}>{value.name}</span>
    </span>
  );
}

export const asRef = (value: unknown): Ref | null =>
  typeof value === 'object' && value !== null && 'id' in value ? (value as Ref) : null;

export const asRefs = (value: unknown): Ref[] => (Array.isArray(value) ? value.flatMap((one) => asRef(one) ?? []) : []);

export const asList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
