/** A menu at a button: arrow keys, Home and End, first letters are not needed at this length. */
import { cloneElement, useCallback, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useDismiss } from './useDismiss';
import { usePlacement, type Placement } from './usePlacement';
import css from './Dropdown.module.css';

export type MenuItem =
  | { type: 'divider' }
  | {
      type?: undefined;
      key: string;
      label: ReactNode;
      icon?: ReactNode;
      /** At the right: a tick, a shortcut. */
      extra?: ReactNode;
      danger?: boolean;
      disabled?: boolean;
      onClick?: () => void;
    };

export interface DropdownProps {
  menu: { items: MenuItem[]; selectedKeys?: string[] };
  placement?: Placement;
  disabled?: boolean;
  /** One element that takes a ref and a click. */
  children: ReactElement<{ onClick?: (event: MouseEvent) => void; [name: string]: unknown }>;
}

interface PanelProps extends Pick<DropdownProps, 'menu'> {
  anchor: HTMLElement | null;
  placement: Placement;
  close: (back: boolean) => void;
}

function Panel({ menu, anchor, placement, close }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const at = usePlacement(anchor, panel, true, placement);
  useDismiss(true, anchor, panel, close);
  const ready = at !== null;
  useLayoutEffect(() => {
    if (ready) panel.current?.querySelector<HTMLElement>('[role^=menuitem]:not([aria-disabled])')?.focus();
  }, [ready]);
  const keys = (event: KeyboardEvent) => {
    const items = [...(panel.current?.querySelectorAll<HTMLElement>('[role^=menuitem]:not([aria-disabled])') ?? [])];
    const now = items.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      items[(next + items.length) % items.length]?.focus();
    } else if (event.key === 'Tab') {
      close(true);
    }
    event.stopPropagation();
  };
  return createPortal(
    <div
      ref={panel}
      role="menu"
      data-floating
      className={css.menu}
      style={at ?? { top: 0, left: 0, visibility: 'hidden' }}
      onKeyDown={keys}
      // A press inside the menu is no press on whatever its button stands in.
      onClick={(event) => event.stopPropagation()}
    >
      {menu.items.map((item, index) =>
        item.type === 'divider' ? (
          <div key={`line-${index}`} role="separator" className={css.line} />
        ) : (
          <button
            key={item.key}
            type="button"
            role={menu.selectedKeys ? 'menuitemradio' : 'menuitem'}
            aria-checked={menu.selectedKeys ? menu.selectedKeys.includes(item.key) : undefined}
            aria-disabled={item.disabled || undefined}
            data-danger={item.danger || undefined}
            tabIndex={-1}
            className={css.item}
            onClick={() => {
              if (item.disabled) return;
              close(true);
              item.onClick?.();
            }}
          >
            {item.icon && (
              <span className={css.icon} aria-hidden>
                {item.icon}
              </span>
            )}
            <span className={css.label}>{item.label}</span>
            {item.extra && <span className={css.extra}>{item.extra}</span>}
          </button>
        ),
      )}
    </div>,
    document.body,
  );
}

export function Dropdown({ menu, placement = 'bottomLeft', disabled, children }: DropdownProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState(false);
  const close = useCallback(
    (back: boolean) => {
      setOpen(false);
      if (back) anchor?.focus();
    },
    [anchor],
  );
  const trigger = cloneElement(children, {
    ref: setAnchor,
    'aria-haspopup': 'menu',
    'aria-expanded': open,
    onClick: (event: MouseEvent) => {
      children.props.onClick?.(event);
      if (!disabled) setOpen(!open);
    },
  });
  return (
    <>
      {trigger}
      {open && <Panel menu={menu} anchor={anchor} placement={placement} close={close} />}
    </>
  );
}
