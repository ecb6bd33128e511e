/** The bar at the thumb: call, write a follow-up. */
import { Button } from 'antd';
import { PencilLine, Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta, RecordData } from '@/api/types';
import { telLink } from '@/fields/format/phone';
import { phoneOf } from './Header';
import css from './PhoneBar.module.css';

export function PhoneBar({ meta, record, onFollowUp }: { meta: ObjectMeta; record: RecordData; onFollowUp?: () => void }) {
  const { t } = useTranslation();
  const number = phoneOf(meta, record);
  if (!number && !onFollowUp) return null;
  return (
    <div className={css.bar}>
      {number && (
        <Button size="large" icon={<Phone size={16} aria-hidden />} href={telLink(number)}>
          {t('record.call')}
        </Button>
      )}
      {onFollowUp && (
        <Button size="large" type="primary" icon={<PencilLine size={16} aria-hidden />} onClick={onFollowUp}>
          {t('timeline.write')}
        </Button>
      )}
    </div>
  );
}
