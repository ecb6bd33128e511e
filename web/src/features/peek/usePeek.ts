/**
 * Which record stands beside the list. The screen goes first and the address follows when one stays with a record:
 * a key that is held down passes thirty rows in a second, more than a browser takes as addresses.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';

export interface Peek {
  id: string | undefined;
  /** Opens it, or goes on to another one. */
  show: (id: string) => void;
  close: () => void;
  /** The address says what is on the screen: before one leaves the page. */
  settle: () => Promise<void>;
}

const REST_MS = 150;

/** Said by the entry that was made by opening: the one before it is the list alone. */
interface Opened {
  peek?: true;
}

export function usePeek(object: string, asked: string | undefined): Peek {
  const navigate = useNavigate();
  const { history } = useRouter();
  const opened = useLocation({ select: ({ state }) => (state as Opened).peek === true });
  const [id, setId] = useState(asked);
  const shown = useRef(asked);
  /** What the address says, or is about to. */
  const written = useRef(asked);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const put = useCallback((next: string | undefined) => {
    clearTimeout(timer.current);
    timer.current = undefined;
    shown.current = next;
    setId(next);
  }, []);
  useEffect(() => {
    if (asked === written.current) return;
    written.current = asked;
    put(asked);
  }, [asked, put]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const write = useCallback(
    (opens = false) => {
      clearTimeout(timer.current);
      timer.current = undefined;
      const peek = shown.current;
      written.current = peek;
      const search = (before: object) => ({ ...before, peek });
      const state = (before: object) => (opens ? { peek: true } : before);
      return navigate({ to: '/o/$object', params: { object }, search: search as never, state: state as never, replace: !opens, resetScroll: false });
    },
    [navigate, object],
  );
  const show = useCallback(
    (next: string) => {
      if (next === shown.current) return;
      const opens = shown.current === undefined;
      put(next);
      if (opens) void write(true);
      else timer.current = setTimeout(() => void write(), REST_MS);
    },
    [put, write],
  );
  const close = useCallback(() => {
    if (shown.current === undefined) return;
    put(undefined);
    if (opened) {
      written.current = undefined;
      history.back();
    } else void write();
  }, [put, opened, history, write]);
  const settle = useCallback(async () => {
    if (timer.current !== undefined) await write();
  }, [write]);

  return useMemo(() => ({ id, show, close, settle }), [id, show, close, settle]);
}
