/** A small panel at its button; on a phone the same content rises as a sheet from the bottom. */
import { cloneElement, useCallback, useLayoutEffect, useRef, useState, type MouseEvent, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { later } from './later';
import { useIsPhone } from './media';
import { useDismiss } from './useDismiss';
import { usePlacement, type Placement } from './usePlacement';
import css from './Floating.module.css';

const BottomSheet = later(async () => (await import('./BottomSheet')).default);

export interface FloatingProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Says what the panel is for; the phone shows it as a title. */
  title: string;
  content: ReactNode;
  placement?: Placement;
  width?: number;
  /** One element that takes a ref and a click. */
  children: ReactElement<{ onClick?: (event: MouseEvent) => void; [name: string]: unknown }>;
}

const FOCUSABLE = 'input:not([type=hidden]):not(:disabled), textarea, select, button:not(:disabled), [tabindex="0"]';

interface PanelProps extends Pick<FloatingProps, 'title' | 'content' | 'placement' | 'width'> {
  anchor: HTMLElement | null;
  /** Told whether the focus goes back. */
  close: (back: boolean) => void;
}

/** What keeps the focus inside, such as a drawer: a panel that is to have it stands in there, too; a dialog passes presses through its edges. */
const homeOf = (anchor: HTMLElement | null): Element => anchor?.closest('[aria-modal="true"]') ?? document.body;

function Panel({ title, content, placement = 'bottomLeft', width = 280, anchor, close }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const at = usePlacement(anchor, panel, true, placement);
  useDismiss(true, anchor, panel, close);
  const ready = at !== null;
  useLayoutEffect(() => {
    const element = panel.current;
    if (!ready || !element || element.contains(document.activeElement)) return;
    (element.querySelector<HTMLElement>('[autofocus]') ?? element.querySelector<HTMLElement>(FOCUSABLE) ?? element).focus();
  }, [ready]);
  return createPortal(
    <div
      ref={panel}
      role="dialog"
      aria-label={title}
      data-floating
      tabIndex={-1}
      className={css.panel}
      style={{ width: width + 24, pointerEvents: 'auto', ...(at ?? { top: 0, left: 0, visibility: 'hidden' }) }}
      // React hands events to the parents of the button; they are not meant for them.
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {content}
    </div>,
    homeOf(anchor),
  );
}

/** The same at an element that has no click of its own for it, for as long as it is drawn. */
export function FloatingAt(props: PanelProps) {
  if (!useIsPhone()) return <Panel {...props} />;
  return (
    <BottomSheet title={props.title} onClose={() => props.close(true)}>
      {props.content}
    </BottomSheet>
  );
}

export function Floating({ open, onOpenChange, title, content, placement, width, children }: FloatingProps) {
  const phone = useIsPhone();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = useCallback(
    (back: boolean) => {
      onOpenChange(false);
      if (back) anchor?.focus();
    },
    [onOpenChange, anchor],
  );
  const trigger = cloneElement(children, {
    ref: setAnchor,
    'aria-haspopup': 'dialog',
    'aria-expanded': open,
    onClick: (event: MouseEvent) => {
      children.props.onClick?.(event);
      onOpenChange(!open);
    },
  });
  return (
    <>
      {trigger}
      {open && !phone && <Panel title={title} content={content} placement={placement} width={width} anchor={anchor} close={close} />}
      {open && phone && (
        <BottomSheet title={title} onClose={() => close(true)}>
          {content}
        </BottomSheet>
      )}
    </>
  );
}
