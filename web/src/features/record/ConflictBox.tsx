/** Somebody else has changed what one is changing: both values where the field stands, and the person decides. */
import { useState } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { changerOf } from '@/api/caller';
import type { Field, FieldValue, RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { formatValue, kindOf } from '@/fields/registry';
import { diff } from './diff';
import css from './ConflictBox.module.css';

export interface ConflictBoxProps {
  field: Field;
  mine: FieldValue;
  /** The record as it is now, with what the other person saved. */
  record: RecordData;
  /** The person is still typing: keeping one's own goes on with it. */
  typing?: boolean;
  onMine: () => void;
  onTheirs: () => void;
}

const TEXTS = new Set(['text', 'long_text', 'rich_text']);

function Difference({ from, to }: { from: string; to: string }) {
  return (
    <p className={css.difference}>
      {diff(from, to).map((part, at) => {
        if (part.kind === 'same') return <span key={at}>{part.text}</span>;
        return part.kind === 'out' ? <del key={at}>{part.text}</del> : <ins key={at}>{part.text}</ins>;
      })}
    </p>
  );
}

export function ConflictBox({ field, mine, record, typing = false, onMine, onTheirs }: ConflictBoxProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const [compared, setCompared] = useState(false);
  const { View } = kindOf(field);
  const theirs = (record[field.name] ?? null) as FieldValue;
  const by = changerOf(record);
  const [from, to] = [formatValue(theirs, field, context), formatValue(mine, field, context)];
  const comparable = TEXTS.has(field.kind) && from !== '' && to !== '';
  return (
    <div className={css.box} role="group" aria-label={t('record.conflict', { name: field.label })}>
      <p className={css.told} role="alert">
        {by ? t('record.conflictBy', { name: by }) : t('record.conflictSome')}
      </p>
      <div className={css.value} data-which="theirs">
        <View field={field} value={theirs} record={record} look="label" />
      </div>
      {(!typing || compared) && (
        <>
          <p className={css.told}>{t('record.mine')}</p>
          {compared ? (
            <Difference from={from} to={to} />
          ) : (
            <div className={css.value} data-which="mine">
              <View field={field} value={mine} look="label" />
            </div>
          )}
        </>
      )}
      <div className={css.actions}>
        <Button size="small" type="primary" onClick={onMine}>
          {t('record.keepMine')}
        </Button>
        <Button size="small" onClick={onTheirs}>
          {t('record.takeTheirs')}
        </Button>
        {comparable && (
          <Button size="small" type="text" aria-pressed={compared} onClick={() => setCompared(!compared)}>
            {t('record.difference')}
          </Button>
        )}
      </div>
    </div>
  );
}
