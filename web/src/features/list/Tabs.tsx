/** Ready-made views above the list, with their counts. A click sets the conditions in the address. */
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { countQuery } from '@/api/queries';
import type { Filter, ObjectMeta, Total } from '@/api/types';
import { groupDigits } from '@/fields/format/number';
import { presetsOf, sameFilter } from './presets';
import css from './Tabs.module.css';

export const totalText = (total: Total): string => groupDigits(String(total.value)) + (total.exact ? '' : '+');

export function Tabs({ meta, filter, onPick }: { meta: ObjectMeta; filter: Filter | undefined; onPick: (filter: Filter | undefined) => void }) {
  const { t } = useTranslation();
  const presets = presetsOf(meta);
  const counts = useQueries({ queries: presets.map((preset) => countQuery(meta.name, preset.filter ?? null)) });
  return (
    <div className={css.tabs} role="group" aria-label={t('list.views')}>
      {presets.map((preset, index) => {
        const total = counts[index]?.data;
        const current = sameFilter(filter, preset.filter);
        return (
          <button key={preset.name} type="button" className={css.tab} aria-pressed={current} onClick={() => onPick(preset.filter)}>
            {t(`list.preset.${preset.name}`, { name: meta.plural })}
            {total && <span className={css.count}>{totalText(total)}</span>}
          </button>
        );
      })}
    </div>
  );
}
