/** Names, picture and place of an object: shared by "new object" and by its settings. */
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Group, Labels } from '@/api/types';
import { FormItem } from '@/ui/FormItem';
import { ICON_NAMES, ObjectIcon } from '@/ui/icons';
import { Toggle } from '@/ui/Toggle';
import type { Tone } from '@/ui/tokens';
import { ColorRow } from './ColorPick';
import { nameFromLabel, plainName } from './draft';
import { LabelsInput } from './LabelsInput';
import css from './ObjectForm.module.css';

export interface ObjectDraft {
  name: string;
  labels: Labels;
  plurals: Labels;
  icon: string;
  color: Tone;
  group: Group;
  owned: boolean;
  inNavigation: boolean;
}

export type ObjectErrors = Partial<Record<keyof ObjectDraft, string>>;

export const GROUPS: Group[] = ['sales', 'service', 'marketing', 'analytics'];

/** Chinese has no plural; in English one is guessed until somebody writes a better one. */
export function pluralOf(label: string): string {
  if (!label) return '';
  if (/[^aeiou]y$/i.test(label)) return `${label.slice(0, -1)}ies`;
  // Many begin with the plural: “Machines”.
  if (/[^siu]s$/i.test(label)) return label;
  return /(s|x|ch|sh)$/i.test(label) ? `${label}es` : `${label}s`;
}

export interface ObjectFormProps {
  draft: ObjectDraft;
  onChange: (part: Partial<ObjectDraft>) => void;
  errors: ObjectErrors;
  /** A new object also chooses its api name and whether records have owners. */
  creating: boolean;
}

export function ObjectForm({ draft, onChange, errors, creating }: ObjectFormProps) {
  const { t } = useTranslation();
  return (
    <div className={css.form}>
      <FormItem label={t('designer.objectName')} required error={errors.labels} hint={t('designer.objectNameHint')}>
        {(control) => <LabelsInput control={control} name={t('designer.objectName')} autoFocus={creating} maxLength={60} value={draft.labels} onChange={(labels) => onChange({ labels })} />}
      </FormItem>
      <FormItem label={t('designer.plural')} error={errors.plurals} hint={t('designer.pluralHint')}>
        {({ id, describedBy }) => (
          <Input
            id={id}
            lang="en"
            aria-describedby={describedBy}
            maxLength={60}
            placeholder={pluralOf(draft.labels.en ?? '')}
            value={draft.plurals.en ?? ''}
            onChange={(event) => onChange({ plurals: { ...draft.plurals, en: event.target.value } })}
          />
        )}
      </FormItem>
      {creating && (
        <FormItem label={t('designer.apiName')} error={errors.name} hint={t('designer.apiNameHint')}>
          {({ id, describedBy, invalid }) => (
            <Input
              id={id}
              prefix={<span className={css.prefix}>x_</span>}
              placeholder={nameFromLabel(draft.labels.en ?? '')}
              aria-describedby={describedBy}
              status={invalid ? 'error' : undefined}
              spellCheck={false}
              autoCapitalize="none"
              maxLength={43}
              value={plainName(draft.name)}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          )}
        </FormItem>
      )}
      <FormItem group label={t('designer.colorLabel')}>
        {() => <ColorRow value={draft.color} label={t('designer.colorLabel')} onChange={(color) => onChange({ color })} />}
      </FormItem>
      <FormItem group label={t('designer.icon')}>
        {() => (
          <span className={css.icons} role="radiogroup" aria-label={t('designer.icon')}>
            {ICON_NAMES.map((name) => (
              <label key={name} className={css.icon} data-tone={draft.color}>
                <input type="radio" name="icon" aria-label={name} checked={name === draft.icon} onChange={() => onChange({ icon: name })} />
                <span>
                  <ObjectIcon name={name} size={18} />
                </span>
              </label>
            ))}
          </span>
        )}
      </FormItem>
      <FormItem label={t('designer.group')} error={errors.group}>
        {({ id }) => <Select id={id} value={draft.group} options={GROUPS.map((group) => ({ value: group, label: t(`shell.group.${group}`) }))} onChange={(group: Group) => onChange({ group })} />}
      </FormItem>
      {!creating && <Toggle label={t('designer.inNavigation')} hint={t('designer.inNavigationHint')} checked={draft.inNavigation} onChange={(inNavigation) => onChange({ inNavigation })} />}
      {creating && <Toggle label={t('designer.owned')} hint={t('designer.ownedHint')} checked={draft.owned} onChange={(owned) => onChange({ owned })} />}
    </div>
  );
}
