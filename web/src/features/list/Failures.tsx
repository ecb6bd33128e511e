/** The records of a bulk action that were refused, each with its reason. */
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Bulk } from './useBulk';
import css from './Failures.module.css';

export default function Failures({ bulk }: { bulk: Bulk }) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={t('list.someFailed', { count: bulk.failed })}
      onCancel={bulk.clearFailures}
      footer={<Button onClick={bulk.clearFailures}>{t('common.close')}</Button>}
    >
      <ul className={css.failures}>
        {bulk.failures.slice(0, 100).map((failure) => (
          <li key={failure.id}>
            <strong>{failure.name || t('fields.unknownRecord')}</strong>
            <span>{failure.message}</span>
          </li>
        ))}
      </ul>
      {bulk.failed > bulk.failures.length && <p>{t('list.moreFailed', { count: bulk.failed - bulk.failures.length })}</p>}
    </Modal>
  );
}
