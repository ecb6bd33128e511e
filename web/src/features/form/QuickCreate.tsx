/** A record created from a picker: at once when its name is enough, else what is missing is asked for where the list was. */
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CopyCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { invalidateObject } from '@/api/live';
import { may } from '@/api/meta';
import { nameOf } from '@/api/names';
import { reasonOf } from '@/api/reason';
import { deleteRecord } from '@/api/records';
import type { ObjectMeta, RecordData, Ref } from '@/api/types';
import { MayMake } from '@/fields/shared/useMaking';
import { isEmpty } from '@/fields/types';
import { Candidates } from '@/features/duplicates/Candidates';
import { FloatingAt } from '@/ui/Floating';
import { useIsPhone } from '@/ui/media';
import { toast } from '@/ui/toast';
import { FormField } from './FormField';
import { useCreate } from './useCreate';
import css from './quickCreate.module.css';

export interface QuickCreateProps {
  meta: ObjectMeta;
  /** What was looked for: the name. */
  typed: string;
  /** Where the list was. */
  anchor: HTMLElement | null;
  onPick: (ref: Ref) => void;
  /** The new record has been taken back. */
  onUndone: (id: string) => void;
  /** Back to the list. */
  onBack: () => void;
}

/** Says that the record is there, and takes it back when asked. */
function useTold({ meta, onUndone }: QuickCreateProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  return (record: RecordData) => {
    const undo = async () => {
      onUndone(record.id);
      try {
        await deleteRecord(meta.name, record.id);
        invalidateObject(queryClient, meta.name);
      } catch (error) {
        toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
      }
    };
    const action = may(meta, 'delete') ? { label: t('common.undo'), run: () => void undo() } : undefined;
    toast({ text: t('quickCreate.made', { name: meta.label, value: nameOf(record, meta.name_field) }), action });
  };
}

/** The name, what else the record needs, and what was refused: a field that was asked for stays. */
function useAsked(meta: ObjectMeta, form: ReturnType<typeof useCreate>) {
  const asked = useRef(new Set([meta.name_field]));
  const all = form.sections.flatMap((section) => section.fields);
  for (const { name, required } of all) {
    if ((required && isEmpty(form.draft[name])) || form.faults[name] || form.messages[name]) asked.current.add(name);
  }
  return all.filter(({ name }) => asked.current.has(name));
}

export function QuickCreate(props: QuickCreateProps) {
  const { meta, typed, anchor, onPick, onBack } = props;
  const { t } = useTranslation();
  const phone = useIsPhone();
  const form = useCreate(meta, { [meta.name_field]: typed });
  const fields = useAsked(meta, form);
  const tell = useTold(props);
  const [asking, setAsking] = useState(() => fields.some(({ name }) => name !== meta.name_field));
  const begun = useRef(false);

  const make = async () => {
    const record = await form.save(Boolean(form.doubt && !form.doubt.blocked));
    if (!record) return setAsking(true);
    tell(record);
    onPick({ id: record.id, object: meta.name, name: nameOf(record, meta.name_field) });
  };
  useEffect(() => {
    if (asking || begun.current) return;
    begun.current = true;
    void make();
  }, []);
  // Chosen once, or the focus would leave a field as soon as it is no longer empty.
  const first = useRef<string>(undefined);
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!asking || phone) return;
    // The panel would begin with the name, which is there already. An editor that is still on its way takes the focus itself.
    const editor = box.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(first.current ?? '')}"] :is(input, textarea, [contenteditable="true"])`);
    (editor ?? box.current)?.focus();
  }, [asking, phone]);
  if (!asking) return null;
  first.current ??= (fields.find(({ name }) => form.faults[name] || form.messages[name] || isEmpty(form.draft[name])) ?? fields[0])?.name;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // React hands it on to the form that the picker stands in.
    event.stopPropagation();
    if (!form.busy) void make();
  };
  const content = (
    <MayMake.Provider value={false}>
      {/* Keys are no business of what the picker stands in, either. */}
      <form ref={box} tabIndex={-1} className={css.form} noValidate onSubmit={submit} onKeyDown={(event) => event.stopPropagation()}>
        {!phone && <h3 className={css.title}>{t('form.newOf', { name: meta.label })}</h3>}
        {form.problem && (
          <p className={css.problem} role="alert">
            <CircleAlert size={16} aria-hidden />
            {form.problem}
          </p>
        )}
        {form.doubt && <Doubt meta={meta} doubt={form.doubt} onPick={onPick} />}
        {fields.map((field) => (
          <FormField
            key={field.name}
            field={field}
            value={form.draft[field.name]}
            fault={form.faults[field.name]}
            typed={form.typed[field.name]}
            message={form.messages[field.name]}
            autoFocus={field.name === first.current && !phone}
            onChange={(value, fault) => form.set(field.name, value, fault)}
          />
        ))}
        <div className={css.foot}>
          <Button onClick={onBack}>{t('common.back')}</Button>
          <Button type="primary" htmlType="submit" loading={form.busy}>
            {t(form.doubt && !form.doubt.blocked ? 'quickCreate.anyway' : 'quickCreate.make')}
          </Button>
        </div>
      </form>
    </MayMake.Provider>
  );
  // What was typed beyond the name is given up by Escape or the button, and not by a press beside the panel.
  return <FloatingAt anchor={anchor} title={t('form.newOf', { name: meta.label })} width={Math.max(320, anchor?.offsetWidth ?? 0)} content={content} close={(back) => (back || !form.dirty) && onBack()} />;
}

/** Records that may be the same: one that can be seen may be what was looked for. */
function Doubt({ meta, doubt, onPick }: { meta: ObjectMeta; doubt: NonNullable<ReturnType<typeof useCreate>['doubt']>; onPick: (ref: Ref) => void }) {
  const { t } = useTranslation();
  return (
    <section className={css.doubt} data-blocked={doubt.blocked || undefined} role="alert">
      <span className={css.doubtTitle}>
        <CopyCheck size={16} aria-hidden />
        {t(doubt.blocked ? 'form.duplicatesBlocked' : 'form.duplicates', { count: doubt.items.length })}
      </span>
      <Candidates
        object={meta.name}
        items={doubt.items}
        action={({ id, name }) =>
          id && (
            <Button size="small" aria-label={t('quickCreate.takeOf', { name })} onClick={() => onPick({ id, object: meta.name, name: name ?? '' })}>
              {t('quickCreate.take')}
            </Button>
          )
        }
      />
    </section>
  );
}
