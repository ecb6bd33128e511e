/**
 * A component that is fetched when it is first shown: dialogs, tabs and editors that most visits never open. It stands there as soon
 * as its file does; React's own way (`lazy` in a `Suspense`) holds what comes back to 300 ms after what stood in its place.
 */
import { useEffect, useReducer, useState, type ComponentType, type ReactNode } from 'react';

/** The component, and what fetches it before it is shown; where that fails, it is told when it is shown. */
export type Later<P> = ComponentType<P> & { fetch: () => Promise<void> };

export function later<P extends object>(load: () => Promise<ComponentType<P>>, meanwhile: ReactNode | ((props: P) => ReactNode) = null): Later<P> {
  let Inner: ComponentType<P> | undefined;
  let coming: Promise<void> | undefined;

  const fetch = () =>
    (coming ??= load().then(
      (loaded) => void (Inner = loaded),
      (fault: unknown) => {
        coming = undefined;
        throw fault;
      },
    ));

  function Later(props: P) {
    const [, arrived] = useReducer((times: number) => times + 1, 0);
    const [failed, setFailed] = useState<{ fault: unknown }>();
    // Asked for while it is drawn, not when that is done: the file is on its way meanwhile.
    const [wait] = useState(() => (Inner ? undefined : fetch()));
    useEffect(() => {
      if (!wait) return;
      let gone = false;
      wait.then(
        () => gone || arrived(),
        (fault: unknown) => gone || setFailed({ fault }),
      );
      return () => {
        gone = true;
      };
    }, [wait]);
    if (failed) throw failed.fault;
    if (Inner) return <Inner {...props} />;
    return typeof meanwhile === 'function' ? meanwhile(props) : meanwhile;
  }
  return Object.assign(Later, { fetch: () => fetch().catch(() => undefined) });
}
