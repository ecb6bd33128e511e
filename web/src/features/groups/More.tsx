/** Below the rows of a group: there are more, they are being read, or they could not be. */
import { useTranslation } from 'react-i18next';
import { groupDigits } from '@/fields/format/number';
import type { Line } from './data';

export type MoreLine = Extract<Line, { kind: 'more' }>;

export function MoreText({ group, state }: MoreLine) {
  const { t } = useTranslation();
  if (state === 'busy') return t('groups.reading');
  if (state === 'failed') return t('groups.readFailed');
  const rest = group.figures ? group.figures.count - group.rows.length : 0;
  return rest > 0 ? t('groups.moreOf', { rest: groupDigits(String(rest)) }) : t('groups.more');
}
