/** An editor that is fetched when first needed; until then a box of its size stands there. */
import { useState, type ComponentType } from 'react';
import { later } from '@/ui/later';
import css from './editors.module.css';

interface Asked {
  inCell?: boolean;
  autoFocus?: boolean;
  openAtOnce?: boolean;
}

/** Somebody is already busy in another place than where they were when the editor was asked for. */
function busyElsewhere(before: Element | null): boolean {
  const now = document.activeElement;
  return now !== before && now !== null && now.matches('input, textarea, select, button, [contenteditable], [tabindex="0"]');
}

interface ArrivedProps<P> {
  asked: P & Asked;
  before: Element | null;
}

export function lazyEditor<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
  const Arrived = later<ArrivedProps<P>>(
    async () => {
      const Inner = (await load()).default;
      /** The first field of a form begins with the focus; when it comes late, it takes the focus from nobody. */
      return function Arrived({ asked, before }) {
        const [late] = useState(() => asked.autoFocus && !asked.openAtOnce && busyElsewhere(before));
        return <Inner {...asked} {...(late && { autoFocus: false })} />;
      };
    },
    ({ asked }) => <span className={css.box} data-cell={asked.inCell || undefined} />,
  );

  return function LazyEditor(props: P & Asked) {
    const [before] = useState(() => document.activeElement);
    return <Arrived asked={props} before={before} />;
  };
}
