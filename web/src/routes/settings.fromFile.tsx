/** /settings/objects/from-file?id=…: a list becomes an object; the address keeps the file, so a reload goes on with it. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FromFile } from '@/features/fromFile/FromFile';
import { AdminOnly } from '@/features/settings/AdminOnly';
import { PageBack } from '@/ui/PageBack';
import { Sheet } from '@/ui/Sheet';
import { useTitle } from '@/ui/useTitle';

export function Page() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id } = useSearch({ strict: false }) as { id?: unknown };
  useTitle(t('fromFile.title'));
  return (
    <AdminOnly>
      <Sheet title={<PageBack to="/settings/objects" label={t('designer.title')} title={t('fromFile.title')} />} fixed>
        <FromFile
          id={typeof id === 'string' ? id : null}
          onId={(next) => void navigate({ to: '/settings/objects/from-file', search: next ? { id: next } : {}, replace: true })}
        />
      </Sheet>
    </AdminOnly>
  );
}
