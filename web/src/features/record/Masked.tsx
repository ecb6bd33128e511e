/** A masked value on the record page; who may looks at it as it is, one value at a time. Each look is logged. */
import { useState } from 'react';
import { Eye, EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { revealValue } from '@/api/records';
import type { Field, FieldValue, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { isEmpty } from '@/fields/types';
import { IconButton } from '@/ui/IconButton';
import { toast } from '@/ui/toast';

interface MaskedProps {
  field: Field;
  record: RecordData;
  className: string;
}

export function Masked({ field, record, className }: MaskedProps) {
  const { t } = useTranslation();
  const [seen, setSeen] = useState<{ value: FieldValue; version: number } | null>(null);
  const [busy, setBusy] = useState(false);
  const covered = record[field.name] as FieldValue;
  // What was seen of an earlier version may no longer hold.
  const open = seen !== null && seen.version === record.version;
  const shown: Field = open ? { ...field, access: 'read' } : field;
  const { View } = kindOf(shown);
  const look = async () => {
    setBusy(true);
    try {
      setSeen({ value: (await revealValue(record.object, record.id, field.name)) as FieldValue, version: record.version });
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
    } finally {
      setBusy(false);
    }
  };
  const label = t(open ? 'record.cover' : 'record.reveal', { name: field.label });
  return (
    <>
      <span className={className}>
        <View field={shown} value={open ? seen.value : covered} record={record} look="plain" />
      </span>
      {record.can?.includes('reveal') && !isEmpty(covered) && (
        <IconButton size="small" label={label} aria-pressed={open} disabled={busy} onClick={() => (open ? setSeen(null) : void look())}>
          {open ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
        </IconButton>
      )}
    </>
  );
}
