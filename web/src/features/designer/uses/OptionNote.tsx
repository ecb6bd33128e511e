/** Beside an option that is being retired: what holds it and what asks for it, before that is saved, with the way back. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { totalText } from '@/features/list/total';
import { useMe } from '@/api/meta';
import { usesQuery } from './api';
import { groupsOf, summed } from './groups';
import css from './uses.module.css';

export interface OptionNoteProps {
  object: string;
  field: string;
  /** The option's api name. */
  option: string;
  onUndo: () => void;
}

export function OptionNote({ object, field, option, onUndo }: OptionNoteProps) {
  const { t } = useTranslation();
  const me = useMe();
  const uses = useQuery(usesQuery(object, field, option));
  const said = () => {
    if (!uses.data) return t(uses.isError ? 'designer.uses.failed' : 'designer.uses.looking');
    const records = uses.data.records ?? { value: 0, exact: true };
    const held = records.value > 0 ? t('designer.uses.records', { count: records.value, figure: totalText(records) }) : '';
    const asked = summed(t, groupsOf(t, uses.data, object, me.admin));
    const all = [held, asked].filter(Boolean).join(t('common.comma'));
    return all ? t('designer.uses.optionUsed', { all }) : t('designer.uses.optionUnused');
  };
  return (
    <p className={css.note} role="status">
      <span>{said()}</span>
      <button type="button" className={css.link} onClick={onUndo}>
        {t('common.undo')}
      </button>
    </p>
  );
}
