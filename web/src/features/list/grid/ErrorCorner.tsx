/** The red corner of a refused cell: the reason on hover or focus, and what one can do about it. */
import { Button, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/api/types';
import { formatValue } from '@/fields/registry';
import { useFormatContext } from '@/fields/context';
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

export function ErrorCorner({ error, field, active, onRetry, onOverwrite, onDrop }: ErrorCornerProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const theirs = error.conflict ? formatValue(error.conflict.theirs, field, context) || t('common.none') : null;
  return (
    <Popover
      placement="bottomLeft"
      open={active || undefined}
      content={
        <div className={css.reason} role="alert">
          <p>{error.message}</p>
          {theirs !== null && <p className={css.theirs}>{t('list.theirs', { value: theirs })}</p>}
          <div className={css.reasonActions}>
            {theirs === null ? (
              <Button size="small" type="primary" onClick={onRetry}>
                {t('common.edit')}
              </Button>
            ) : (
              <Button size="small" type="primary" onClick={onOverwrite}>
                {t('list.keepMine')}
              </Button>
            )}
            <Button size="small" onClick={onDrop}>
              {t(theirs === null ? 'list.dropEdit' : 'list.keepTheirs')}
            </Button>
          </div>
        </div>
      }
    >
      <span className={css.corner} />
    </Popover>
  );
}
