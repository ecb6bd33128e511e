/** The bar at the thumb: call, speak in WeChat, go there, write a follow-up. */
import type { ReactNode } from 'react';
import { Button } from 'antd';
import { MessageCircle, Navigation, PencilLine, Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Kind, ObjectMeta, RecordData } from '@/api/types';
import { useMapLink } from '@/fields/address/words';
import { telLink } from '@/fields/format/phone';
import { isEmpty } from '@/fields/types';
import { copyText } from '@/ui/clipboard';
import { isTouch } from '@/ui/media';
import { toast } from '@/ui/toast';
import { phoneOf } from './Header';
import css from './PhoneBar.module.css';

/** What the standard objects keep in a field of this name and kind. */
function known(meta: ObjectMeta, record: RecordData, name: string, kind: Kind): string | null {
  const value = record[name];
  const open = meta.fields.some((field) => field.name === name && field.kind === kind && field.access !== 'masked');
  return open && typeof value === 'string' && value ? value : null;
}

/** The first address or place of the record that can be read; the standard objects have a street and a region. */
function whereOf(meta: ObjectMeta, record: RecordData): unknown {
  const field = meta.fields.find(({ name, kind, access }) => (kind === 'address' || kind === 'location') && access !== 'masked' && !isEmpty(record[name]));
  if (field) return record[field.name];
  const detail = known(meta, record, 'address', 'text');
  return detail && { region: known(meta, record, 'region', 'region'), detail };
}

export function PhoneBar({ meta, record, onFollowUp }: { meta: ObjectMeta; record: RecordData; onFollowUp?: () => void }) {
  const { t } = useTranslation();
  const number = phoneOf(meta, record);
  const way = useMapLink(whereOf(meta, record));
  const wechat = known(meta, record, 'wechat', 'text');
  // WeChat can be opened, but not at a person: their id is looked for there.
  const speak = async (id: string) => {
    const copied = await copyText(id);
    toast({ text: copied ? t('record.wechatCopied') : id, seconds: copied ? undefined : 12 });
    if (copied && isTouch()) window.location.href = 'weixin://';
  };
  const icon = (Icon: typeof Phone): ReactNode => <Icon size={16} aria-hidden />;
  const others = [
    number && (
      <Button key="call" size="large" icon={icon(Phone)} href={telLink(number)}>
        {t('record.call')}
      </Button>
    ),
    wechat && (
      <Button key="wechat" size="large" icon={icon(MessageCircle)} onClick={() => void speak(wechat)}>
        {t('record.wechat')}
      </Button>
    ),
    way && (
      <Button key="way" size="large" icon={icon(Navigation)} href={way}>
        {t('record.navigate')}
      </Button>
    ),
  ].filter(Boolean);
  if (others.length === 0 && !onFollowUp) return null;
  return (
    <div className={css.bar} data-many={others.length > 1 || undefined}>
      {others}
      {onFollowUp && (
        <Button size="large" type="primary" icon={icon(PencilLine)} aria-label={t('timeline.write')} onClick={onFollowUp}>
          {t(others.length > 2 ? 'timeline.followUp' : 'timeline.write')}
        </Button>
      )}
    </div>
  );
}
