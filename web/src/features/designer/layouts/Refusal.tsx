/** What kept a layout from being saved or published, where everybody who designs sees it. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Notice } from '@/ui/Notice';
import type { DesignWork } from './useDesign';
import css from './Designer.module.css';

export function Refusal({ work }: { work: DesignWork }) {
  const { t } = useTranslation();
  const { refusal } = work;
  if (!refusal) return null;
  return (
    <div className={css.refusal}>
      {refusal.kind === 'conflict' ? (
        <Notice
          tone="warn"
          alert
          title={t('layouts.conflict')}
          actions={
            <>
              <Button size="small" onClick={() => void work.takeTheirs()}>
                {t('designer.takeTheirs')}
              </Button>
              <Button size="small" loading={work.busy !== null} onClick={() => void work.save(true)}>
                {t('designer.keepMine')}
              </Button>
            </>
          }
        >
          {t('designer.conflictHint')}
        </Notice>
      ) : (
        <Notice tone="bad" alert title={refusal.error.code === 'offline' ? t('errors.offline') : refusal.error.message}>
          {refusal.error.code === 'offline' ? t('errors.offlineHint') : refusal.error.errors.map((one) => <div key={one.field}>{one.message}</div>)}
        </Notice>
      )}
    </div>
  );
}
