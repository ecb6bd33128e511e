/** /import/lead?id=…: the wizard; the address keeps the job, so a reload or a colleague's link goes on with it. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { LockKeyhole, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may, useObjectMeta } from '@/api/meta';
import { Wizard } from '@/features/import/Wizard';
import { PageBack } from '@/ui/PageBack';
import { Sheet } from '@/ui/Sheet';
import { StateView } from '@/ui/States';
import { useTitle } from '@/ui/useTitle';

export function Page() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { object: name = '' } = useParams({ strict: false });
  const { id } = useSearch({ strict: false }) as { id?: unknown };
  const object = useObjectMeta(name);
  useTitle(object && t('import.titleOf', { objects: object.plural }));
  if (!object) return <StateView icon={SearchX} tone="grey" title={t('errors.noPage')} hint={t('errors.noPageHint')} />;
  return (
    <Sheet title={<PageBack to="/import" label={t('import.title')} title={t('import.titleOf', { objects: object.plural })} />} fixed>
      {may(object, 'import') ? (
        <Wizard
          object={object}
          id={typeof id === 'string' ? id : null}
          onId={(next) => void navigate({ to: '/import/$object', params: { object: name }, search: next ? { id: next } : {}, replace: Boolean(id) && Boolean(next) })}
        />
      ) : (
        <StateView icon={LockKeyhole} tone="grey" title={t('import.forbidden', { objects: object.plural })} hint={t('errors.forbiddenHint')} />
      )}
    </Sheet>
  );
}
