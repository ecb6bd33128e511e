/** The departments whose records a right reaches. */
import { useState } from 'react';
import { Modal } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { departmentsQuery } from '@/features/users/api';
import { departmentOptions, indented } from '@/features/users/DepartmentSelect';
import { ManySelect } from '@/ui/ManySelect';
import { isCustom, type scopeOf } from './rights';
import css from './GrantsTable.module.css';

export interface DepartmentsDialogProps {
  title: string;
  value: ReturnType<typeof scopeOf>;
  onSave: (departments: string[]) => void;
  onClose: () => void;
}

export function DepartmentsDialog({ title, value, onSave, onClose }: DepartmentsDialogProps) {
  const { t } = useTranslation();
  const departments = useQuery(departmentsQuery).data ?? [];
  const [chosen, setChosen] = useState(isCustom(value) ? value.departments : []);
  return (
    <Modal open title={title} okText={t('common.confirm')} cancelText={t('common.cancel')} onCancel={onClose} onOk={() => onSave(chosen)}>
      <p className={css.dialogHint}>{t('settings.departmentsHint')}</p>
      <ManySelect
        autoFocus
        style={{ width: '100%' }}
        aria-label={t('users.departments')}
        placeholder={t('fields.choose')}
        showSearch={{ optionFilterProp: 'label' }}
        value={chosen}
        options={departmentOptions(departments)}
        optionRender={indented}
        onChange={(next: string[]) => setChosen(next)}
      />
    </Modal>
  );
}
