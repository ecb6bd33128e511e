/** Leave and lose the changes, or stay. */
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

export function LeaveDialog({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open title={t('common.leaveTitle')} okText={t('common.leave')} okButtonProps={{ danger: true }} cancelText={t('common.stay')} onOk={onLeave} onCancel={onStay}>
      <p>{t('common.leaveText')}</p>
    </Modal>
  );
}
