/** /settings/objects/lead?tab=form: the designer of one object; ?field=budget opens that field. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjectMeta } from '@/api/meta';
import { ObjectPage, TABS, type ObjectTab } from '@/features/designer/ObjectPage';
import { DesignersOnly } from '@/features/settings/DesignersOnly';
import { StateView } from '@/ui/States';

const isTab = (value: unknown): value is ObjectTab => TABS.some((tab) => tab === value);

export function Page() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { object: name = '' } = useParams({ strict: false });
  const { tab, field } = useSearch({ strict: false }) as { tab?: unknown; field?: unknown };
  const object = useObjectMeta(name);
  if (!object) return <StateView icon={SearchX} tone="grey" title={t('errors.noPage')} hint={t('errors.noPageHint')} />;
  return (
    <DesignersOnly object={object}>
      <ObjectPage
        object={object}
        tab={isTab(tab) ? tab : 'fields'}
        field={typeof field === 'string' ? field : undefined}
        onTab={(next) => void navigate({ to: '/settings/objects/$object', params: { object: name }, search: next === 'fields' ? {} : { tab: next }, replace: true })}
      />
    </DesignersOnly>
  );
}
