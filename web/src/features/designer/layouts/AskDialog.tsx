/** Asks once before something is lost. */
import { useState } from 'react';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

export interface AskDialogProps {
  title: string;
  text: string;
  doIt: string;
  onDo: () => Promise<void>;
  onClose: () => void;
}

export function AskDialog({ title, text, doIt, onDo, onClose }: AskDialogProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await onDo();
  };
  return (
    <Modal open title={title} okText={doIt} okButtonProps={{ danger: true, loading: busy }} cancelText={t('common.cancel')} onCancel={onClose} onOk={() => void run()}>
      <p>{text}</p>
    </Modal>
  );
}
