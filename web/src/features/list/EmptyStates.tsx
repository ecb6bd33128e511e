/** A list with nothing in it: because there is nothing yet, or because the conditions match nothing. */
import { Button } from 'antd';
import { FilterX, Plus, Trash2, Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import { openCreate } from '@/features/form/createStore';
import { iconOf } from '@/ui/icons';
import { LinkButton } from '@/ui/LinkButton';
import { StateView } from '@/ui/States';

export function EmptyList({ meta }: { meta: ObjectMeta }) {
  const { t } = useTranslation();
  return (
    <StateView icon={iconOf(meta.icon)} title={t('list.empty', { name: meta.plural })} hint={t('list.emptyHint', { name: meta.label })}>
      {may(meta, 'import') && (
        <LinkButton to="/import/$object" params={{ object: meta.name }} search={{}} type="primary" icon={<Upload size={15} aria-hidden />}>
          {t('shell.import')}
        </LinkButton>
      )}
      {may(meta, 'create') && (
        <Button icon={<Plus size={15} aria-hidden />} onClick={() => openCreate({ object: meta.name })}>
          {t('form.newOf', { name: meta.label })}
        </Button>
      )}
    </StateView>
  );
}

export function EmptyResult({ meta, onClear }: { meta: ObjectMeta; onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <StateView icon={FilterX} tone="grey" title={t('list.noMatch', { name: meta.plural })} hint={t('list.noMatchHint')}>
      <Button onClick={onClear}>{t('list.clearFilters')}</Button>
    </StateView>
  );
}

export function EmptyBin() {
  const { t } = useTranslation();
  return <StateView icon={Trash2} tone="grey" title={t('list.binEmpty')} hint={t('list.binHint')} />;
}
