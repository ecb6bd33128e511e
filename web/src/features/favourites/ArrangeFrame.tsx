/** The dialog in which a person arranges something for themselves: saved as a whole, or as it usually is again. */
import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '@/api/preferences';
import { reasonOf } from '@/api/reason';
import { Notice } from '@/ui/Notice';
import { toast } from '@/ui/toast';
import { savePreferences } from './favour';
import css from './arrange.module.css';

export interface ArrangeFrameProps {
  title: string;
  /** What is to be kept. */
  change: () => Partial<Preferences>;
  /** What is told when it was. */
  saved: string;
  reset: string;
  /** It is as usual already. */
  usual: boolean;
  onReset: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function ArrangeFrame({ title, change, saved, reset, usual, onReset, onClose, children }: ArrangeFrameProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const save = async () => {
    setBusy(true);
    try {
      await savePreferences(queryClient, change());
      toast({ text: saved });
      onClose();
    } catch (cause) {
      setError(reasonOf(cause, t));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      footer={
        <div className={css.foot}>
          <Button type="text" disabled={usual} onClick={onReset}>
            {reset}
          </Button>
          <Button className={css.cancel} onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="primary" loading={busy} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </div>
      }
    >
      {error && <Notice tone="bad" alert title={error} />}
      {children}
    </Modal>
  );
}
