import { useTranslation } from 'react-i18next';
import { useFormatContext } from '@/fields/context';
import { absolute } from '@/fields/format/date';
import type { Ageing } from './ageing';

/** Says since when a record is in its stage and how long it should stay there. */
export function useSince(): (ageing: Ageing) => string {
  const { t } = useTranslation();
  const { zone } = useFormatContext();
  return ({ since, stage, limit }) => {
    const at = absolute(since, zone);
    return limit === null ? t('record.stage.since', { stage, at }) : t('record.stage.sinceOf', { stage, at, count: limit });
  };
}
