/** The red corner of a refused cell: the reason on hover or focus, and what one can do about it. */
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/api/types';
import { formatValue } from '@/fields/registry';
import { useFormatContext } from '@/fields/context';
import { usePlacement } from '@/ui/usePlacement';
import type { CellError } from '../useCellEdit';
import css from './grid.module.css';

export interface ErrorCornerProps {
  error: CellError;
  field: Field;
  active: boolean;
  onRetry: () => void;
  onOverwrite: () => void;
  onDrop: () => void;
}

function Reason({ error, field, anchor, onRetry, onOverwrite, onDrop }: Omit<ErrorCornerProps, 'active'> & { anchor: HTMLElement | null }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const panel = useRef<HTMLDivElement>(null);
  const at = usePlacement(anchor, panel, true, 'bottomLeft');
  const theirs = error.conflict ? formatValue(error.conflict.theirs, field, context) || t('common.none') : null;
  return createPortal(
    <div
      ref={panel}
      className={css.reason}
      role="alert"
      data-floating
      data-reason
      style={at ?? { top: 0, left: 0, visibility: 'hidden' }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <p>{error.message}</p>
      {theirs !== null && <p className={css.theirs}>{error.conflict?.by ? t('list.theirsOf', { name: error.conflict.by, value: theirs }) : t('list.theirs', { value: theirs })}</p>}
      <div className={css.reasonActions}>
        <Button size="small" type="primary" onClick={theirs === null ? onRetry : onOverwrite}>
          {t(theirs === null ? 'common.edit' : 'list.keepMine')}
        </Button>
        <Button size="small" onClick={onDrop}>
          {t(theirs === null ? 'list.dropEdit' : 'list.keepTheirs')}
        </Button>
      </div>
    </div>,
    document.body,
  );
}

export function ErrorCorner({ active, ...rest }: ErrorCornerProps) {
  const corner = useRef<HTMLSpanElement>(null);
  const [cell, setCell] = useState<HTMLElement | null>(null);
  const [hovered, setHovered] = useState(false);
  useEffect(() => {
    const element = corner.current?.parentElement ?? null;
    setCell(element);
    if (!element) return;
    let leaving: ReturnType<typeof setTimeout> | undefined;
    const enter = () => {
      clearTimeout(leaving);
      setHovered(true);
    };
    // Time to reach the buttons of the panel with the pointer.
    const leave = () => {
      leaving = setTimeout(() => {
        if (document.querySelector('[data-reason]:hover')) leave();
        else setHovered(false);
      }, 300);
    };
    element.addEventListener('pointerenter', enter);
    element.addEventListener('pointerleave', leave);
    return () => {
      clearTimeout(leaving);
      element.removeEventListener('pointerenter', enter);
      element.removeEventListener('pointerleave', leave);
    };
  }, []);
  return (
    <>
      <span ref={corner} className={css.corner} />
      {(active || hovered) && cell && <Reason {...rest} anchor={cell} />}
    </>
  );
}
