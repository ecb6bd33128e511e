/** The bar that appears with the first unsaved change, and the answer to a conflict. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Notice } from '@/ui/Notice';
import { UnsavedGuard } from '@/ui/UnsavedGuard';
import type { SaveRefusal } from './useSaver';
import css from './SaveBar.module.css';

export interface SaveBarProps {
  dirty: boolean;
  saving: boolean;
  refusal: SaveRefusal | null;
  onSave: () => void;
  onRevert: () => void;
  /** Save over what a colleague has saved meanwhile. */
  onForce: () => void;
}

export function SaveBar({ dirty, saving, refusal, onSave, onRevert, onForce }: SaveBarProps) {
  const { t } = useTranslation();
  return (
    <div className={css.place} data-shown={dirty || refusal !== null || undefined}>
      {refusal?.kind === 'conflict' ? (
        <Notice
          tone="warn"
          alert
          title={t('designer.conflict')}
          actions={
            <>
              <Button size="small" onClick={onRevert}>
                {t('designer.takeTheirs')}
              </Button>
              <Button size="small" onClick={onForce} loading={saving}>
                {t('designer.keepMine')}
              </Button>
            </>
          }
        >
          {t('designer.conflictHint')}
        </Notice>
      ) : (
        refusal && (
          <Notice tone="bad" alert title={refusal.error.code === 'offline' ? t('errors.offline') : refusal.error.message}>
            {refusal.error.code === 'offline' ? t('errors.offlineHint') : refusal.error.errors.map((one) => <div key={one.field}>{one.message}</div>)}
          </Notice>
        )
      )}
      <UnsavedGuard dirty={dirty} />
      {dirty && (
        <div className={css.bar}>
          <span className={css.text}>{t('common.unsaved')}</span>
          <Button onClick={onRevert}>{t('common.revert')}</Button>
          <Button type="primary" loading={saving} onClick={onSave}>
            {t('common.save')}
          </Button>
        </div>
      )}
    </div>
  );
}
