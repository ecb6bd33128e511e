/** A small panel at its button; on a phone the same content rises as a sheet from the bottom. */
import type { ReactElement, ReactNode } from 'react';
import { Drawer, Popover } from 'antd';
import { useIsPhone } from './media';
import css from './Floating.module.css';

export interface FloatingProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Says what the panel is for; the phone shows it as a title. */
  title: string;
  content: ReactNode;
  placement?: 'bottomLeft' | 'bottomRight' | 'topLeft' | 'top';
  width?: number;
  children: ReactElement;
}

export function Floating({ open, onOpenChange, title, content, placement = 'bottomLeft', width = 280, children }: FloatingProps) {
  const phone = useIsPhone();
  if (phone) {
    return (
      <>
        <span className={css.trigger} onClick={() => onOpenChange(true)} role="presentation">
          {children}
        </span>
        <Drawer
          open={open}
          onClose={() => onOpenChange(false)}
          placement="bottom"
          size="auto"
          title={title}
          destroyOnHidden
          classNames={{ body: css.sheet }}
        >
          {content}
        </Drawer>
      </>
    );
  }
  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      trigger="click"
      placement={placement}
      arrow={false}
      destroyOnHidden
      styles={{ container: { padding: 12 } }}
      content={
        <div style={{ width }} role="dialog" aria-label={title}>
          {content}
        </div>
      }
    >
      {children}
    </Popover>
  );
}
