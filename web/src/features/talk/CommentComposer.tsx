/** Saying something about a record to colleagues. Ctrl+Enter sends; what is written stays until it is sent. */
import { useEffect, useRef, useState } from 'react';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { keys } from '@/api/queries';
import { writeComment } from './api';
import { EMPTY, keepComment, readComment } from './draft';
import { MentionArea, type Writing } from './MentionArea';
import { named } from './mentions';
import css from './Comment.module.css';

/** Why it wasn't sent, and that nothing is lost. */
export function useProblem() {
  const { t } = useTranslation();
  return (error: unknown): string => {
    const api = error instanceof ApiError ? error : null;
    if (api?.code === 'offline') return t('talk.keptOffline');
    return api?.errors.map((one) => one.message).join(' ') || api?.message || t('errors.failedHint');
  };
}

export function CommentComposer({ object, id, focus }: { object: string; id: string; focus: boolean }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const explain = useProblem();
  const [writing, setWriting] = useState<Writing>(() => readComment(object, id));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focus) area.current?.focus();
  }, [focus]);
  const change = (next: Writing) => {
    setWriting(next);
    setProblem(null);
    keepComment(object, id, next);
  };
  const send = async () => {
    const body = writing.body.trim();
    if (!body || busy) return;
    setBusy(true);
    try {
      await writeComment(object, id, { body, mentions: named(body, writing.people).map((person) => person.id) });
      change(EMPTY);
      await queryClient.invalidateQueries({ queryKey: keys.timeline(object, id) });
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={css.composer}
      aria-label={t('talk.write')}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <MentionArea object={object} id={id} value={writing} invalid={problem !== null} area={area} onChange={change} onSend={() => void send()} />
      {problem && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={css.foot}>
        <span className={css.hint}>{t('talk.keyHint')}</span>
        <Button type="primary" size="small" htmlType="submit" loading={busy} disabled={!writing.body.trim()}>
          {t('talk.send')}
        </Button>
      </div>
    </form>
  );
}
