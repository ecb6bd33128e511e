/** Names a view and says who has it. */
import { useState } from 'react';
import { Button, Input } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { may, useMe } from '@/api/meta';
import { lookupQuery } from '@/api/queries';
import type { ObjectMeta } from '@/api/types';
import { FormItem } from '@/ui/FormItem';
import { FormModal } from '@/ui/FormModal';
import { Segmented } from '@/ui/Segmented';
import { ManySelect } from '@/ui/ManySelect';
import type { Audience, SavedView, ViewBody } from './api';
import type { Dialog } from './ViewBar';
import type { ViewState } from './useView';
import css from './ViewDialog.module.css';

export interface ViewDialogProps {
  meta: ObjectMeta;
  view: ViewState;
  dialog: Dialog;
  onClose: () => void;
  onMade: (made: SavedView) => void;
}

const NAME_CHARS = 60;

interface Share {
  audience: Audience;
  roles: string[];
  departments: string[];
}

interface Choice {
  value: string;
  label: string;
}

/** Choices by what is known of them now; what was chosen before keeps its name. */
const choices = (known: { id: string; name: string }[], chosen: { id: string; name: string }[]): Choice[] =>
  [...new Map([...chosen, ...known].map((one) => [one.id, { value: one.id, label: one.name }])).values()];

function ShareForm({ meta, saved, share, onChange }: { meta: ObjectMeta; saved: SavedView | null; share: Share; onChange: (share: Share) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const some = share.audience === 'some';
  const roles = useQuery({
    queryKey: ['roles', 'names'],
    queryFn: ({ signal }) => api.get<{ items: { id: string; name: string }[] }>('/roles', { signal }),
    enabled: me.admin && some,
  });
  const departments = useQuery({ ...lookupQuery('department', '', ['name']), enabled: me.admin && some });
  const known = (departments.data?.items ?? []).map((one) => ({ id: one.id, name: String(one.name ?? '') }));
  const audiences: Audience[] = may(meta, 'define') ? ['private', 'some', 'everyone'] : ['private', 'some'];
  const own = me.department ? [me.department.id] : [];
  return (
    <>
      <FormItem label={t('views.sharedWith')} group hint={me.admin ? undefined : t('views.shareHint')}>
        {() => (
          <Segmented
            label={t('views.sharedWith')}
            value={share.audience}
            options={audiences.map((value) => ({
              value,
              label: t(value === 'some' && !me.admin ? 'views.myDepartment' : `views.audience.${value}`),
            }))}
            onChange={(audience) => onChange({ audience, roles: [], departments: audience === 'some' && !me.admin ? own : [] })}
          />
        )}
      </FormItem>
      {some && !me.admin && own.length === 0 && <p className={css.hint}>{t('views.noDepartment')}</p>}
      {some && me.admin && (
        <>
          <FormItem label={t('views.roles')}>
            {({ id }) => (
              <ManySelect
                id={id}
                className={css.full}
                value={share.roles}
                options={choices(roles.data?.items ?? [], saved?.roles ?? [])}
                optionFilterProp="label"
                loading={roles.isFetching}
                onChange={(next: string[]) => onChange({ ...share, roles: next })}
              />
            )}
          </FormItem>
          <FormItem label={t('views.departments')} hint={t('views.departmentsHint')}>
            {({ id }) => (
              <ManySelect
                id={id}
                className={css.full}
                value={share.departments}
                options={choices(known, saved?.departments ?? [])}
                optionFilterProp="label"
                loading={departments.isFetching}
                onChange={(next: string[]) => onChange({ ...share, departments: next })}
              />
            )}
          </FormItem>
        </>
      )}
    </>
  );
}

export default function ViewDialog({ meta, view, dialog, onClose, onMade }: ViewDialogProps) {
  const { t } = useTranslation();
  const { saved } = view.current;
  const start = dialog === 'rename' ? (saved?.name ?? '') : dialog === 'duplicate' ? t('views.copyOf', { name: saved?.name ?? '' }) : '';
  const [name, setName] = useState(start.slice(0, NAME_CHARS));
  const [share, setShare] = useState<Share>({
    audience: dialog === 'share' ? (saved?.audience ?? 'private') : 'private',
    roles: dialog === 'share' ? (saved?.roles.map((one) => one.id) ?? []) : [],
    departments: dialog === 'share' ? (saved?.departments.map((one) => one.id) ?? []) : [],
  });
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const named = dialog !== 'share';
  const shared = dialog !== 'rename';

  const submit = async () => {
    if (named && !name.trim()) {
      setMissing(true);
      return;
    }
    setBusy(true);
    const body: ViewBody = { ...(named && { name: name.trim() }), ...(shared && share) };
    if (dialog === 'create' || dialog === 'duplicate') {
      const made = await view.create({ ...view.body(), ...body });
      if (made) onMade(made);
      if (made) onClose();
    } else if (saved && (await view.update(saved.id, body))) onClose();
    setBusy(false);
  };

  return (
    <FormModal
      open
      title={t(`views.title.${dialog}`, { name: meta.plural })}
      onCancel={onClose}
      width={480}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" loading={busy} onClick={() => void submit()}>
            {t(dialog === 'create' || dialog === 'duplicate' ? 'views.create' : 'common.save')}
          </Button>
        </>
      }
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {named && (
          <FormItem label={t('views.name')} required error={missing && !name.trim() ? t('views.nameMissing') : null}>
            {({ id, invalid, describedBy }) => (
              <Input id={id} value={name} maxLength={NAME_CHARS} autoFocus status={invalid ? 'error' : undefined} aria-describedby={describedBy} onChange={(event) => setName(event.target.value)} />
            )}
          </FormItem>
        )}
        {shared && <ShareForm meta={meta} saved={saved} share={share} onChange={setShare} />}
        {(dialog === 'create' || dialog === 'duplicate') && <p className={css.hint}>{t('views.holds')}</p>}
      </form>
    </FormModal>
  );
}
