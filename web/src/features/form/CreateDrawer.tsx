/** The form for a new record, from the layout of its object. */
import { useEffect, useRef, useState } from 'react';
import { Button, Drawer } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjectMeta } from '@/api/meta';
import { nameOf } from '@/api/names';
import type { ObjectMeta, RecordData } from '@/api/types';
import { later } from '@/ui/later';
import { useIsPhone } from '@/ui/media';
import { toast } from '@/ui/toast';
import { closeCreate, type CreateRequest } from './createStore';
import { FormField } from './FormField';
import { FormSections } from './FormSections';
import { useCreate } from './useCreate';
import type { Draft } from './values';
import css from './form.module.css';

const FormPanel = later(() => import('../duplicates/FormPanel').then((module) => module.FormPanel));

function useScrollToFault(faulty: string | undefined, round: number) {
  useEffect(() => {
    if (!faulty || round === 0) return;
    // Its tab or section may have to be opened first.
    const wait = setTimeout(() => {
      const row = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(faulty)}"]`);
      row?.scrollIntoView({ block: 'center' });
      row?.querySelector<HTMLElement>('input, textarea')?.focus();
    }, 0);
    return () => clearTimeout(wait);
  }, [faulty, round]);
}

function CreateForm({ meta, request }: { meta: ObjectMeta; request: CreateRequest }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const phone = useIsPhone();
  const [leaving, setLeaving] = useState(false);
  const [round, setRound] = useState(0);
  /** Records made by "save and new": each begins with editors of its own. */
  const [made, setMade] = useState(0);
  const start = useRef<HTMLFormElement>(null);
  const form = useCreate(meta, (request.defaults ?? {}) as Draft);
  const firstFault = form.sections
    .flatMap((section) => section.fields)
    .find((field) => form.faults[field.name] || form.messages[field.name])?.name;
  useScrollToFault(firstFault, round);
  const firstField = form.sections[0]?.fields.find((field) => !request.defaults?.[field.name])?.name;

  const show = (record: RecordData) =>
    void navigate({ to: '/o/$object/$id', params: { object: meta.name, id: record.id }, search: {} as never });

  const save = async (another: boolean) => {
    const record = await form.save(Boolean(form.doubt && !form.doubt.blocked));
    setRound((before) => before + 1);
    if (!record) return;
    const text = t('form.created', { name: nameOf(record, meta.name_field) });
    request.onCreated?.(record);
    if (another) {
      form.reset();
      setMade((before) => before + 1);
      start.current?.scrollIntoView({ block: 'start' });
      toast({ text, action: { label: t('form.view'), run: () => show(record) } });
      return;
    }
    closeCreate();
    toast({ text });
    if (!request.onCreated) show(record);
  };

  // What was typed is given up by the button that says so, and not by a key that was pressed once more.
  const close = () => (form.dirty ? setLeaving(true) : closeCreate());

  const foot = leaving ? (
    <div className={css.foot}>
      <span className={css.footNote} role="alert">
        {t('form.discardAsk')}
      </span>
      <Button onClick={() => setLeaving(false)}>{t('form.continue')}</Button>
      <Button danger onClick={closeCreate}>
        {t('form.discard')}
      </Button>
    </div>
  ) : (
    <div className={css.foot}>
      <span className={css.hint}>{t('form.keyHint')}</span>
      <Button onClick={() => void save(true)} disabled={form.busy}>
        {t('form.saveAndNew')}
      </Button>
      <Button type="primary" onClick={() => void save(false)} loading={form.busy}>
        {t(form.doubt && !form.doubt.blocked ? 'form.saveAnyway' : 'common.save')}
      </Button>
    </div>
  );

  return (
    <Drawer
      open
      onClose={close}
      title={t('form.newOf', { name: meta.label })}
      placement={phone ? 'bottom' : 'right'}
      size={phone ? '92%' : 600}
      footer={foot}
      mask={{ closable: true }}
      // A sheet that rises from one of its pickers doesn't move it away.
      push={false}
    >
      <form
        ref={start}
        className={css.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save(false);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
            event.preventDefault();
            void save(false);
          }
        }}
      >
        <div className={css.notes}>
          {form.problem && (
            <p className={css.problem} role="alert">
              <CircleAlert size={16} aria-hidden />
              {form.problem}
            </p>
          )}
          {(meta.duplicates?.keys.length ?? 0) > 0 && <FormPanel meta={meta} draft={form.draft} refused={form.doubt} />}
        </div>
        <FormSections key={made} sections={form.sections} tabs={form.tabs} faulty={firstFault} round={round}>
          {(field) => (
            <FormField
              key={field.name}
              field={field}
              value={form.draft[field.name]}
              fault={form.faults[field.name]}
              typed={form.typed[field.name]}
              message={form.messages[field.name]}
              autoFocus={field.name === firstField && !phone}
              onChange={(value, fault) => form.set(field.name, value, fault)}
            />
          )}
        </FormSections>
        <button type="submit" hidden />
      </form>
    </Drawer>
  );
}

export default function CreateDrawer({ request }: { request: CreateRequest }) {
  const meta = useObjectMeta(request.object);
  return meta ? <CreateForm meta={meta} request={request} /> : null;
}
