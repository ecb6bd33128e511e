/** One department, the tree shown by indentation. */
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Department } from './api';
import { flatten, treeOf } from './tree';

export interface DepartmentSelectProps {
  id?: string;
  departments: Department[];
  value: string | null;
  placeholder?: string;
  onChange: (id: string | null) => void;
}

export interface DepartmentOption {
  value: string;
  label: string;
  depth: number;
}

/** The tree as options, each as deep as it stands. */
export const departmentOptions = (departments: Department[]): DepartmentOption[] =>
  flatten(treeOf(departments)).map(({ department, depth }) => ({ value: department.id, label: department.name, depth }));

export const indented = ({ data }: { data: DepartmentOption }) => <span style={{ paddingLeft: data.depth * 16 }}>{data.label}</span>;

export function DepartmentSelect({ id, departments, value, placeholder, onChange }: DepartmentSelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      id={id}
      allowClear={{ label: t('common.clear') }}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={placeholder}
      value={value ?? undefined}
      options={departmentOptions(departments)}
      optionRender={indented}
      onChange={(next?: string) => onChange(next ?? null)}
    />
  );
}
