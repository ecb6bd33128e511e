/** A component that is fetched when it is first shown: dialogs and tabs that most visits never open. */
import { lazy, Suspense, type ComponentType, type ReactNode } from 'react';

export function later<P extends object>(load: () => Promise<ComponentType<P>>, meanwhile: ReactNode = null): ComponentType<P> {
  const Inner = lazy(async () => ({ default: await load() })) as unknown as ComponentType<P>;
  return function Later(props: P) {
    return (
      <Suspense fallback={meanwhile}>
        <Inner {...props} />
      </Suspense>
    );
  };
}
