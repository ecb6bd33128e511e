/** References in a filter: any of the picked records, people also as "me". */
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useObjectMeta } from '@/api/meta';
import { lookupQuery } from '@/api/queries';
import { useDebounced } from '@/ui/useDebounced';
import { Avatar } from '@/ui/Avatar';
import type { FilterEditorProps } from '../types';
import { targetOf } from './target';
import { asList } from './show';
import { rememberName, useRefName } from './refNames';
import css from './editors.module.css';

function PickedName({ target, id }: { target: string; id: string }) {
  return <>{useRefName(target, id)}</>;
}

export default function RefFilter({ field, value, onChange }: FilterEditorProps) {
  const { t } = useTranslation();
  const target = targetOf(field);
  const meta = useObjectMeta(target);
  const [text, setText] = useState('');
  const q = useDebounced(text, 200);
  const nameField = meta?.name_field ?? 'name';
  const found = useQuery(lookupQuery(target, q, [nameField]));
  const chosen = asList(value);
  const special = target === 'user' ? '@me' : target === 'department' ? '@my_department' : null;
  const rows = (found.data?.items ?? []).map((record) => {
    rememberName(target, record.id, String(record[nameField] ?? ''));
    return record.id;
  });
  // What is already ticked stays in sight even when the search no longer finds it.
  const ids = [...chosen.filter((id) => !id.startsWith('@') && !rows.includes(id)), ...rows];
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <div>
      <span className={css.box}>
        <input
          className={css.input}
          value={text}
          autoFocus
          placeholder={t('fields.searchRecord', { name: meta?.label ?? '' })}
          aria-label={t('fields.searchRecord', { name: meta?.label ?? '' })}
          onChange={(event) => setText(event.target.value)}
        />
      </span>
      <div className={css.checks} style={{ marginTop: 8 }} role="group" aria-label={field.label}>
        {special && !q && (
          <label className={css.check}>
            <input type="checkbox" className={css.tick} checked={chosen.includes(special)} onChange={() => toggle(special)} />
            {t(special === '@me' ? 'common.me' : 'fields.myDepartment')}
          </label>
        )}
        {ids.map((id) => (
          <label key={id} className={css.check}>
            <input type="checkbox" className={css.tick} checked={chosen.includes(id)} onChange={() => toggle(id)} />
            <span className={css.pick}>
              <Avatar name="·" seed={id} size={8} square={target !== 'user'} />
              <PickedName target={target} id={id} />
            </span>
          </label>
        ))}
        {found.isSuccess && rows.length === 0 && <span className={css.none}>{t('fields.nothingFound')}</span>}
      </div>
    </div>
  );
}
