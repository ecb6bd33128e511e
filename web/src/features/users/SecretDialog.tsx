/** Something that is shown once: a new password, a new token. */
import { useState } from 'react';
import { Button, Modal } from 'antd';
import { Check, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { copyText } from '@/ui/clipboard';
import css from './people.module.css';

export interface SecretDialogProps {
  title: string;
  hint: string;
  secret: string;
  onClose: () => void;
}

export function SecretDialog({ title, hint, secret, onClose }: SecretDialogProps) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <Modal open title={title} onCancel={onClose} mask={{ closable: false }} footer={<Button onClick={onClose}>{t('common.done')}</Button>}>
      <div className={css.form}>
        <p>{hint}</p>
        <div className={css.secret}>
          <code>{secret}</code>
          <Button type="primary" icon={copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />} onClick={() => void copyText(secret).then(setCopied)}>
            {t(copied ? 'common.copied' : 'common.copy')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
