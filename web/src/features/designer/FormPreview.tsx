/** The form as people will see it, drawn with the real editors; it can be looked at, not filled. */
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { isWritable } from '@/api/meta';
import type { FieldValue, ObjectMeta } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { FormItem } from '@/ui/FormItem';
import type { SectionDraft } from './layout';
import css from './FormPreview.module.css';

export interface FormPreviewProps {
  object: ObjectMeta;
  sections: SectionDraft[];
  sectionName: (section: SectionDraft) => string;
}

const nothing = () => undefined;
/** Its content can't take the focus, so the pane itself must, to be scrolled by keys. */
const scrollable = { tabIndex: 0 };

export function FormPreview({ object, sections, sectionName }: FormPreviewProps) {
  const { t } = useTranslation();
  return (
    <aside className={css.pane} aria-label={t('designer.preview')} {...scrollable}>
      <h2 className={css.title}>{t('designer.preview')}</h2>
      <div className={css.form} inert>
        <p className={css.formTitle}>{t('form.newOf', { name: object.label })}</p>
        {sections.map((section) => {
          const fields = section.fields.flatMap((name) => object.fields.find((field) => field.name === name) ?? []);
          if (!fields.length) return null;
          return (
            <section key={section.id} className={css.section}>
              <p className={css.sectionName}>{sectionName(section)}</p>
              {fields.map((field) => {
                const { Editor } = kindOf(field);
                const preset = typeof field.default === 'object' && field.default !== null ? null : (field.default as FieldValue);
                return (
                  <FormItem key={field.name} label={field.label} required={field.required} hint={field.help}>
                    {({ id }) => (isWritable(field) ? <Editor id={id} field={field} value={preset ?? null} onChange={nothing} /> : <Input id={id} disabled placeholder={t('designer.givenBySystem')} />)}
                  </FormItem>
                );
              })}
            </section>
          );
        })}
      </div>
    </aside>
  );
}
