/** A change makes other fields necessary: they are asked for at once, and saved together with it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, FieldValue } from '@/api/types';
import { isEmpty, type Fault } from '@/fields/types';
import { FormField } from '../form/FormField';
import { FormModal } from '@/ui/FormModal';

export interface WantedDialogProps {
  /** What is being changed. */
  name: string;
  missing: Field[];
  /** When nothing is missing, and the person wants to choose. */
  title?: string;
  onSave: (values: Record<string, FieldValue>) => void;
  onCancel: () => void;
}

export default function WantedDialog({ name, missing, title, onSave, onCancel }: WantedDialogProps) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Record<string, FieldValue>>({});
  const [typed, setTyped] = useState<Record<string, Fault | undefined>>({});
  const [tried, setTried] = useState(false);
  const faultOf = (field: string) => typed[field] ?? (isEmpty(values[field]) ? { code: 'required' as const } : undefined);
  const done = () => {
    setTried(true);
    if (missing.every((field) => !faultOf(field.name))) onSave(values);
  };
  return (
    <FormModal open title={title ?? t('record.wanted', { name })} okText={t('common.save')} cancelText={t('common.cancel')} onOk={done} onCancel={onCancel}>
      {missing.map((field, index) => (
        <FormField
          key={field.name}
          field={{ ...field, required: true }}
          value={values[field.name]}
          fault={tried ? faultOf(field.name) : undefined}
          autoFocus={index === 0}
          onChange={(value, fault) => {
            setValues((before) => ({ ...before, [field.name]: value }));
            setTyped((before) => ({ ...before, [field.name]: fault }));
          }}
        />
      ))}
    </FormModal>
  );
}
