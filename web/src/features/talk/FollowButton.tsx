/** Who follows a record; following it brings a notice of each comment. */
import { useState } from 'react';
import { Button } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { BellPlus, BellRing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import { Avatar } from '@/ui/Avatar';
import { Floating } from '@/ui/Floating';
import { toast } from '@/ui/toast';
import { followersQuery, setFollowing } from './api';
import css from './Comment.module.css';

export function FollowButton({ object, id }: { object: string; id: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const options = followersQuery(object, id);
  const { data, isError } = useQuery(options);
  if (!data || isError) return null;
  const turn = async () => {
    setBusy(true);
    try {
      queryClient.setQueryData(options.queryKey, await setFollowing(object, id, !data.following));
    } catch (error) {
      toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
    } finally {
      setBusy(false);
    }
  };
  const Icon = data.following ? BellRing : BellPlus;
  const label = data.following ? t('talk.following', { count: data.items.length }) : t('talk.followers', { count: data.items.length });
  const content = (
    <div className={css.followers}>
      {!me.viewing && (
        <Button type={data.following ? 'default' : 'primary'} block loading={busy} onClick={() => void turn()}>
          {data.following ? t('talk.unfollow') : t('talk.follow')}
        </Button>
      )}
      <p className={css.nobody}>{data.items.length === 0 ? t('talk.noFollowers') : t('talk.followHint')}</p>
      <ul className={css.list}>
        {data.items.map(({ user }) => (
          <li key={user.id} className={css.person}>
            <Avatar name={user.name} seed={user.id} size={20} />
            {user.name}
          </li>
        ))}
      </ul>
    </div>
  );
  return (
    <Floating open={open} onOpenChange={setOpen} title={t('talk.follow')} content={content} width={220}>
      <button type="button" className={css.count} aria-label={label} aria-pressed={data.following} data-tip={label}>
        <Icon size={17} strokeWidth={1.75} aria-hidden />
        {data.items.length > 0 && data.items.length}
      </button>
    </Floating>
  );
}
