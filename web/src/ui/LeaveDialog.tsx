/** Leave and lose the changes, or stay. */
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

export function LeaveDialog({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open title={t('designer.leaveTitle')} okText={t('designer.leave')} okButtonProps={{ danger: true }} cancelText={t('designer.stay')} onOk={onLeave} onCancel={onStay}>
      <p>{t('designer.leaveText')}</p>
    </Modal>
  );
}
