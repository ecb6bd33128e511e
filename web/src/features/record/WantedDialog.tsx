/** A change makes other fields necessary: they are asked for at once, and saved together with it. */
import { useState } from 'react';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FieldValue } from '@/api/types';
import { isEmpty, type Fault } from '@/fields/types';
import { FormField } from '../form/FormField';
import type { RecordEdit, Wanted } from './useRecordEdit';

export default function WantedDialog({ edit, wanted }: { edit: RecordEdit; wanted: Wanted }) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Record<string, FieldValue>>({});
  const [typed, setTyped] = useState<Record<string, Fault | undefined>>({});
  const [tried, setTried] = useState(false);
  const faultOf = (name: string) => typed[name] ?? (isEmpty(values[name]) ? { code: 'required' as const } : undefined);
  const done = () => {
    setTried(true);
    if (wanted.missing.every((field) => !faultOf(field.name))) void edit.saveWanted(wanted, values);
  };
  return (
    <Modal open title={t('record.wanted', { name: wanted.field.label })} okText={t('common.save')} cancelText={t('common.cancel')} onOk={done} onCancel={() => edit.forgetWanted()}>
      {wanted.missing.map((field, index) => (
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
    </Modal>
  );
}
