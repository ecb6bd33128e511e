/** Which fields stand in the head of the record's page, and in which order. */
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { MOST } from '@/features/record/highlights';
import { FormItem } from '@/ui/FormItem';
import { Toggle } from '@/ui/Toggle';
import { OrderedNames } from './OrderedNames';
import css from './Designer.module.css';

/** What can't be read in one line, as the server has it. */
const WIDE = new Set(['attachment', 'image', 'lines', 'rich_text', 'signature']);

export interface HighlightsEditorProps {
  object: ObjectMeta;
  value: string[] | null;
  /** What is chosen by kind, to begin with. */
  usual: string[];
  onChange: (value: string[] | null) => void;
}

export function HighlightsEditor({ object, value, usual, onChange }: HighlightsEditorProps) {
  const { t } = useTranslation();
  const title = t('layouts.highlights');
  const labelOf = (name: string) => object.fields.find((field) => field.name === name)?.label ?? name;
  // The name is the head itself.
  const free = object.fields.filter((field) => !value?.includes(field.name) && field.name !== object.name_field && !WIDE.has(field.kind));
  return (
    <section className={css.related} aria-label={title}>
      <h2 className={css.subtitle}>{title}</h2>
      <Toggle label={t('layouts.automatic')} hint={t('layouts.automaticHint')} checked={value === null} onChange={(on) => onChange(on ? null : usual)} />
      {value !== null && (
        <>
          <OrderedNames value={value} nameOf={labelOf} onChange={onChange} />
          {value.length < MOST ? (
            <FormItem label={t('layouts.addHighlight')}>
              {({ id }) => (
                <Select
                  id={id}
                  showSearch
                  optionFilterProp="label"
                  value={null}
                  placeholder={t('layouts.chooseField')}
                  options={free.map((field) => ({ value: field.name, label: field.label }))}
                  onChange={(name: string | null) => name && onChange([...value, name])}
                />
              )}
            </FormItem>
          ) : (
            <p className={css.note}>{t('layouts.mostHighlights', { count: MOST })}</p>
          )}
        </>
      )}
    </section>
  );
}
