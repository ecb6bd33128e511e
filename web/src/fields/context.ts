/** Language, zone and currency for formatting, bound to the component so that a switch renders again. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { getCaller } from '@/api/caller';
import { currentLocale } from '@/i18n';
import type { FormatContext } from './types';

export function useFormatContext(): FormatContext {
  const { t, i18n } = useTranslation();
  const { zone, currency } = getCaller();
  return useMemo(() => ({ locale: currentLocale(), zone, currency, now: Date.now(), t }), [i18n.language, zone, currency, t]);
}
