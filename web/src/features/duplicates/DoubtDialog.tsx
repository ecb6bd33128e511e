/** A changed value makes a possible duplicate: the records that are there, and whether to save all the same. */
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Candidates } from './Candidates';
import type { DuplicateItem } from './api';

export function DoubtDialog({ object, items, onSave, onCancel }: { object: string; items: DuplicateItem[]; onSave: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open title={t('form.duplicates', { count: items.length })} okText={t('form.saveAnyway')} cancelText={t('common.cancel')} onOk={onSave} onCancel={onCancel}>
      <Candidates object={object} items={items} />
    </Modal>
  );
}
