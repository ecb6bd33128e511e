/** The bell beside the company's name: how much was not read; the list opens below it. */
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { Bell as BellIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Floating } from '@/ui/Floating';
import { IconButton } from '@/ui/IconButton';
import { Bars } from '@/ui/States';
import { later } from '@/ui/later';
import { Badge, useUnread } from './Badge';
import css from './Notices.module.css';

const Notices = later(async () => (await import('./Notices')).Notices, <Bars rows={5} />);

export function Bell() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const unread = useUnread();
  const close = () => setOpen(false);
  const content = (
    <div className={css.panel}>
      <Notices onOpen={close} />
      <Link to="/notifications" search={{}} className={css.whole} onClick={close}>
        {t('talk.whole')}
      </Link>
    </div>
  );
  return (
    <Floating open={open} onOpenChange={setOpen} title={t('talk.notices')} content={content} width={360}>
      <IconButton label={unread ? t('talk.noticesUnread', { count: unread.unread }) : t('talk.notices')} className={css.bell}>
        <BellIcon size={17} strokeWidth={1.75} aria-hidden />
        <Badge />
      </IconButton>
    </Floating>
  );
}
