/** What makes duplicates of an object's records, and what becomes of them at each door. */
import { useState } from 'react';
import { Button, Select } from 'antd';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DuplicatePolicy, DuplicateRules, Kind, MatchBy, ObjectMeta } from '@/api/types';
import { SaveBar } from '@/features/designer/SaveBar';
import { useSaver } from '@/features/designer/useSaver';
import page from '@/features/designer/ColumnsEditor.module.css';
import { FormItem } from '@/ui/FormItem';
import { IconButton } from '@/ui/IconButton';
import { Segmented } from '@/ui/Segmented';
import css from './duplicates.module.css';

const WAYS: Partial<Record<Kind, MatchBy[]>> = {
  phone: ['phone'],
  email: ['email', 'domain'],
  url: ['domain'],
  id_card: ['code'],
  credit_code: ['code'],
  text: ['company', 'text'],
};
const POLICIES: DuplicatePolicy[] = ['allow', 'warn', 'block'];
const DOORS = ['page', 'api'] as const;
const FILES = ['allow', 'skip', 'block', 'update'] as const;
const MOST = 12;

const rulesOf = (object: ObjectMeta): DuplicateRules => object.duplicates ?? { keys: [], page: 'warn', api: 'allow' };

export function DuplicateSettings({ object }: { object: ObjectMeta }) {
  const { t } = useTranslation();
  const [basis, setBasis] = useState({ version: object.version, rules: rulesOf(object) });
  const [rules, setRules] = useState(basis.rules);
  const saver = useSaver(object, basis.version);
  const files = rules.import ?? 'allow';
  const dirty = JSON.stringify(rules) !== JSON.stringify(basis.rules);
  const fields = object.fields.filter((field) => WAYS[field.kind] && !field.system);
  const ways = (name: string): MatchBy[] => WAYS[fields.find((field) => field.name === name)?.kind ?? 'bool'] ?? [];
  const free = fields.flatMap((field) => ways(field.name).map((by) => ({ field: field.name, by }))).find((key) => !rules.keys.some((known) => known.field === key.field));

  const start = (fresh: ObjectMeta) => {
    const next = rulesOf(fresh);
    setBasis({ version: fresh.version, rules: next });
    setRules(next);
    saver.forget();
  };
  const save = async (force: boolean) => {
    const saved = await saver.save({ duplicates: rules.keys.length > 0 ? rules : null }, force);
    if (saved) start(saved);
  };
  const change = (at: number, key: DuplicateRules['keys'][number]) => setRules((before) => ({ ...before, keys: before.keys.map((one, index) => (index === at ? key : one)) }));
  if (!dirty && object.version !== basis.version && !saver.refusal) start(object);
  return (
    <div className={page.page}>
      <div className={page.scroll}>
        <div className={css.settings}>
          <p className={css.note}>{t('duplicates.settingsHint')}</p>
          <FormItem group label={t('duplicates.keys')}>
            {() => (
              <div className={css.list}>
                {rules.keys.map((key, at) => (
                  <div key={`${key.field}.${at}`} className={css.keyRow}>
                    <Select
                      aria-label={t('duplicates.field')}
                      value={key.field}
                      options={fields.map((field) => ({ value: field.name, label: field.label }))}
                      onChange={(field: string) => change(at, { field, by: ways(field)[0] ?? 'text' })}
                    />
                    <Select
                      aria-label={t('duplicates.comparedBy')}
                      value={key.by}
                      options={ways(key.field).map((by) => ({ value: by, label: t(`duplicates.by.${by}`) }))}
                      onChange={(by: MatchBy) => change(at, { ...key, by })}
                    />
                    <IconButton
                      label={t('duplicates.dropKey', { name: fields.find((field) => field.name === key.field)?.label ?? key.field })}
                      onClick={() => setRules((before) => ({ ...before, keys: before.keys.filter((_, index) => index !== at) }))}
                    >
                      <Trash2 size={15} aria-hidden />
                    </IconButton>
                  </div>
                ))}
                <div>
                  <Button icon={<Plus size={15} aria-hidden />} disabled={!free || rules.keys.length >= MOST} onClick={() => free && setRules((before) => ({ ...before, keys: [...before.keys, free] }))}>
                    {t('duplicates.addKey')}
                  </Button>
                </div>
              </div>
            )}
          </FormItem>
          {DOORS.map((door) => (
            <FormItem key={door} group label={t(`duplicates.door.${door}`)} hint={t(`duplicates.policyHint.${rules[door]}`)}>
              {() => (
                <span>
                  <Segmented<DuplicatePolicy>
                    label={t(`duplicates.door.${door}`)}
                    value={rules[door]}
                    options={POLICIES.map((policy) => ({ value: policy, label: t(`duplicates.policy.${policy}`) }))}
                    onChange={(policy) => setRules((before) => ({ ...before, [door]: policy }))}
                  />
                </span>
              )}
            </FormItem>
          ))}
          <FormItem group label={t('duplicates.door.import')} hint={t(`duplicates.importHint.${files}`)}>
            {() => (
              <span>
                <Segmented<(typeof FILES)[number]>
                  label={t('duplicates.door.import')}
                  value={files}
                  options={FILES.map((policy) => ({ value: policy, label: t(`duplicates.importPolicy.${policy}`) }))}
                  onChange={(policy) => setRules((before) => ({ ...before, import: policy }))}
                />
              </span>
            )}
          </FormItem>
        </div>
      </div>
      <SaveBar dirty={dirty} saving={saver.saving} refusal={saver.refusal} onSave={() => void save(false)} onForce={() => void save(true)} onRevert={() => start(object)} />
    </div>
  );
}
