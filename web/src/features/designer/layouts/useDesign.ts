/** The draft of one layout on its way: changed here, saved over the version that was read, published. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { ObjectMeta } from '@/api/types';
import { toast } from '@/ui/toast';
import type { SaveRefusal } from '../useSaver';
import { useLayoutCalls, type Design } from './api';
import { contentOf, draftOf, sameDraft } from './draft';
import { useHistory } from './useHistory';

/** What the server is asked for at the moment. */
type Doing = 'save' | 'publish' | 'other';

export function useDesign(object: ObjectMeta, design: Design) {
  const { t } = useTranslation();
  const calls = useLayoutCalls(object.name);
  const [basis, setBasis] = useState(() => ({ design, draft: draftOf(design.content, object.fields) }));
  const history = useHistory(basis.draft);
  const [busy, setBusy] = useState<Doing | null>(null);
  const [refusal, setRefusal] = useState<SaveRefusal | null>(null);
  const dirty = !sameDraft(history.now, basis.draft);
  const version = basis.design.draft?.version ?? 0;

  const start = (fresh: Design) => {
    const read = draftOf(fresh.content, object.fields);
    // What was just saved is what stands here: it keeps its steps back, and what is chosen stays chosen.
    const same = sameDraft(read, history.now);
    setBasis({ design: fresh, draft: same ? history.now : read });
    if (!same) history.restart(read);
    setRefusal(null);
  };
  // Nobody has begun to change anything here: what a colleague saved is simply shown.
  if (design !== basis.design && !busy && !dirty && !refusal) start(design);

  const run = async <T>(doing: Doing, call: () => Promise<T>): Promise<T | null> => {
    setBusy(doing);
    setRefusal(null);
    try {
      return await call();
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      setRefusal(cause.status === 412 ? { kind: 'conflict' } : { kind: 'failed', error: cause });
      return null;
    } finally {
      setBusy(null);
    }
  };
  const put = (force: boolean) => calls.save(design.name, contentOf(history.now), force ? undefined : version);

  return {
    draft: history.now,
    history,
    dirty,
    busy,
    refusal,
    state: basis.design,
    start,
    /** With `force` over whatever was saved meanwhile. */
    save: async (force = false) => {
      const saved = await run('save', () => put(force));
      if (!saved) return;
      start(saved);
      toast({ text: t('layouts.saved') });
    },
    publish: async () => {
      const done = await run('publish', async () => {
        const saved = dirty || !basis.design.draft ? await put(false) : basis.design;
        // A refused publication leaves the draft saved.
        start(saved);
        return calls.publish(design.name, saved.draft?.version ?? 0);
      });
      if (!done) return;
      start(done);
      toast({ text: t('layouts.published', { name: done.label }) });
    },
    /** What was saved by somebody else, in the place of what was changed here. */
    takeTheirs: async () => {
      setRefusal(null);
      await calls.reload();
      start(design);
    },
    discard: () => {
      history.restart(basis.draft);
      return run('other', () => calls.discard(design.name));
    },
    drop: () => run('other', () => calls.drop(design.name)),
    revert: async (number: number, live: boolean) => {
      const done = await run('other', () => calls.revert(design.name, number, live, version));
      if (!done) return false;
      start(done);
      toast({ text: t(live ? 'layouts.published' : 'layouts.reverted', { name: done.label }) });
      return true;
    },
  };
}

export type DesignWork = ReturnType<typeof useDesign>;
