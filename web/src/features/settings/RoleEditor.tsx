/** One role: its name, what it may do with which records, and which fields it sees. */
import { useState } from 'react';
import { Button, Input } from 'antd';
import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePeopleCalls, type Role } from '@/features/users/api';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { Notice } from '@/ui/Notice';
import { Bars } from '@/ui/States';
import { panelProps, TabBar } from '@/ui/TabBar';
import { toast } from '@/ui/toast';
import { Toggle } from '@/ui/Toggle';
import { UnsavedGuard } from '@/ui/UnsavedGuard';
import { useSave } from '@/ui/useSave';
import { GrantsTable } from './GrantsTable';
import { sameRights } from './rights';
import css from './RoleEditor.module.css';

const FieldRightsTable = later(() => import('./FieldRightsTable').then((module) => module.FieldRightsTable), <Bars rows={8} />);

type Tab = 'grants' | 'fields';

const draftOf = ({ name, view_as, grants, fields }: Role) => ({ name, view_as, grants, fields });

export function RoleEditor({ role, onBack }: { role: Role; onBack?: () => void }) {
  const { t } = useTranslation();
  const calls = usePeopleCalls();
  const [tab, setTab] = useState<Tab>('grants');
  const [draft, setDraft] = useState(draftOf(role));
  const { save, saving, refusal: error, forget } = useSave();
  const dirty = draft.name.trim() !== role.name || draft.view_as !== role.view_as || !sameRights(draft, role);
  const restricted = Object.values(draft.fields).reduce((sum, fields) => sum + Object.keys(fields).length, 0);
  const revert = () => {
    setDraft(draftOf(role));
    forget();
  };
  const send = () =>
    save(async () => {
      const saved = await calls.changeRole(role.id, { ...draft, name: draft.name.trim() || role.name });
      setDraft(draftOf(saved));
      toast({ text: t('settings.roleSaved', { name: saved.name }) });
    });
  return (
    <div className={css.editor}>
      <header className={css.head}>
        {onBack && (
          <IconButton size="touch" label={t('common.back')} onClick={onBack}>
            <ArrowLeft size={18} aria-hidden />
          </IconButton>
        )}
        <Input
          className={css.name}
          variant="underlined"
          aria-label={t('settings.roleName')}
          maxLength={60}
          disabled={role.system}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
      </header>
      {role.admin ? (
        <div className={css.notice}>
          <Notice tone="info" title={t('settings.adminRole')}>
            {t('settings.adminRoleHint')}
          </Notice>
        </div>
      ) : (
        <>
          <TabBar<Tab>
            id="role"
            label={role.name}
            value={tab}
            onChange={setTab}
            items={[
              { key: 'grants', label: t('settings.dataRights') },
              { key: 'fields', label: t('settings.fieldRights'), count: restricted || undefined },
            ]}
          />
          <div className={css.panel} {...panelProps('role', tab)}>
            {tab === 'grants' ? (
              <>
                <GrantsTable grants={draft.grants} onChange={(grants) => setDraft((before) => ({ ...before, grants }))} />
                <div className={css.beside}>
                  <Toggle label={t('settings.viewAs')} hint={t('settings.viewAsHint')} checked={draft.view_as} onChange={(view_as) => setDraft((before) => ({ ...before, view_as }))} />
                </div>
              </>
            ) : (
              <FieldRightsTable fields={draft.fields} grants={draft.grants} onChange={(fields) => setDraft((before) => ({ ...before, fields }))} />
            )}
          </div>
        </>
      )}
      <UnsavedGuard dirty={dirty} />
      {(dirty || error) && (
        <footer className={css.footer}>
          {error && (
            <Notice tone="bad" alert title={error.code === 'offline' ? t('errors.offline') : error.message}>
              {error.code === 'offline' ? t('errors.offlineHint') : error.errors.map((one) => <div key={one.field}>{one.message}</div>)}
            </Notice>
          )}
          <div className={css.bar}>
            <span className={css.text}>{t('common.unsaved')}</span>
            <Button onClick={revert}>{t('common.revert')}</Button>
            <Button type="primary" loading={saving} onClick={() => void send()}>
              {t('common.save')}
            </Button>
          </div>
        </footer>
      )}
    </div>
  );
}
