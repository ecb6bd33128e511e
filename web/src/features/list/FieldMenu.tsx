/** A searchable list of fields: to filter by, to edit in bulk. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/api/types';
import { kindOf } from '@/fields/registry';
import css from './filters.module.css';

export function FieldMenu({ fields, onPick }: { fields: Field[]; onPick: (field: Field) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = fields.filter((field) => !wanted || field.label.toLowerCase().includes(wanted) || field.name.includes(wanted));
  return (
    <div>
      <input
        className={css.search}
        value={text}
        autoFocus
        placeholder={t('list.searchFields')}
        aria-label={t('list.searchFields')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          if (shown[0]) onPick(shown[0]);
        }}
      />
      <ul className={css.fields}>
        {shown.map((field) => {
          const Icon = kindOf(field).icon;
          return (
            <li key={field.name}>
              <button type="button" className={css.field} onClick={() => onPick(field)}>
                <Icon size={15} strokeWidth={1.75} aria-hidden />
                {field.label}
              </button>
            </li>
          );
        })}
        {shown.length === 0 && <li className={css.none}>{t('list.noFields')}</li>}
      </ul>
    </div>
  );
}
