/** A comment in the timeline: names of people stand out; its author changes it in place, deleting can be undone. */
import { useEffect, useRef, useState } from 'react';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, PencilLine, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { keys } from '@/api/queries';
import { reasonOf } from '@/api/reason';
import type { Comment } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { absolute } from '@/fields/format/date';
import { Dropdown, type MenuItem } from '@/ui/Dropdown';
import { toast } from '@/ui/toast';
import { changeComment, deleteComment, restoreComment } from './api';
import { useProblem } from './CommentComposer';
import { MentionArea, type Writing } from './MentionArea';
import { named, pieces } from './mentions';
import css from './Comment.module.css';

interface CardProps {
  object: string;
  id: string;
  comment: Comment;
}

function Editing({ object, id, comment, onEnd }: CardProps & { onEnd: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const explain = useProblem();
  const [writing, setWriting] = useState<Writing>({ body: comment.body, people: comment.mentions.map(({ user, name }) => ({ ...user, name })) });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const save = async () => {
    const body = writing.body.trim();
    if (!body || busy) return;
    setBusy(true);
    try {
      await changeComment(object, id, comment.id, { body, mentions: named(body, writing.people).map((person) => person.id) });
      await queryClient.invalidateQueries({ queryKey: keys.timeline(object, id) });
      onEnd();
    } catch (error) {
      setProblem(explain(error));
      setBusy(false);
    }
  };
  return (
    <div className={css.composer}>
      <MentionArea object={object} id={id} value={writing} invalid={problem !== null} area={area} onChange={setWriting} onSend={() => void save()} onCancel={onEnd} />
      {problem && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={css.foot}>
        <span className={css.hint} />
        <Button size="small" onClick={onEnd}>
          {t('common.cancel')}
        </Button>
        <Button type="primary" size="small" loading={busy} disabled={!writing.body.trim()} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
    </div>
  );
}

export function CommentCard({ object, id, comment }: CardProps) {
  const { t } = useTranslation();
  const me = useMe();
  const context = useFormatContext();
  const queryClient = useQueryClient();
  const [editing, setEditing] = useState(false);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: keys.timeline(object, id) });
  const failed = (error: unknown) => toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
  const remove = async () => {
    try {
      await deleteComment(object, id, comment.id);
      refresh();
      const undo = () => void restoreComment(object, id, comment.id).then(refresh, failed);
      toast({ text: t('talk.removed'), action: { label: t('common.undo'), run: undo } });
    } catch (error) {
      failed(error);
    }
  };
  if (editing) return <Editing object={object} id={id} comment={comment} onEnd={() => setEditing(false)} />;
  const items: MenuItem[] = [];
  if (!me.viewing && comment.can.includes('edit')) items.push({ key: 'edit', icon: <PencilLine size={15} />, label: t('common.edit'), onClick: () => setEditing(true) });
  if (!me.viewing && comment.can.includes('delete')) items.push({ key: 'delete', danger: true, icon: <Trash2 size={15} />, label: t('common.delete'), onClick: () => void remove() });
  return (
    <div className={css.card} id={`comment-${comment.id}`}>
      <p className={css.body}>
        {pieces(comment.body, comment.mentions).map((piece, at) =>
          piece.user ? (
            <span key={at} className={css.mention} data-me={piece.user.id === me.id || undefined}>
              {piece.text}
            </span>
          ) : (
            piece.text
          ),
        )}
      </p>
      {comment.edited_at && (
        <p className={css.edited} title={absolute(comment.edited_at, context.zone)}>
          {t('talk.edited')}
        </p>
      )}
      {items.length > 0 && (
        <Dropdown placement="bottomRight" menu={{ items }}>
          <button type="button" className={css.more} aria-label={t('talk.actionsOf', { when: absolute(comment.at, context.zone) })}>
            <Ellipsis size={15} aria-hidden />
          </button>
        </Dropdown>
      )}
    </div>
  );
}
