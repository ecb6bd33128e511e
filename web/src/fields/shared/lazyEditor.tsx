/** An editor that is fetched when first needed; until then a box of its size stands there. */
import { lazy, Suspense, type ComponentType } from 'react';
import css from './editors.module.css';

export function lazyEditor<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
  const Inner = lazy(load) as unknown as ComponentType<P>;
  return function LazyEditor(props: P) {
    return (
      <Suspense fallback={<span className={css.box} data-cell={('inCell' in props && props.inCell) || undefined} />}>
        <Inner {...props} />
      </Suspense>
    );
  };
}
