/** What has to hold between fields of a record, each with the words that are told when it doesn't. */
import { useState } from 'react';
import { Button } from 'antd';
import { Plus, ShieldCheck, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { FilterBar } from '@/features/list/FilterBar';
import { FormItem } from '@/ui/FormItem';
import { IconButton } from '@/ui/IconButton';
import { StateView } from '@/ui/States';
import { Toggle } from '@/ui/Toggle';
import { ManySelect } from '@/ui/ManySelect';
import { LabelsInput } from '../LabelsInput';
import { SaveBar } from '../SaveBar';
import { useSaver } from '../useSaver';
import page from '../ColumnsEditor.module.css';
import { checkFault, checksBody, checksOf, newCheck, type CheckDraft } from './draft';
import { operatorsOf } from './RulesSettings';
import css from './rules.module.css';

export function ChecksEditor({ object }: { object: ObjectMeta }) {
  const { t } = useTranslation();
  const [basis, setBasis] = useState({ version: object.version, body: JSON.stringify(checksBody(checksOf(object.checks))) });
  const [checks, setChecks] = useState(() => checksOf(object.checks));
  const [shown, setShown] = useState(false);
  const saver = useSaver(object, basis.version);
  const dirty = JSON.stringify(checksBody(checks)) !== basis.body;

  const start = (fresh: ObjectMeta) => {
    const next = checksOf(fresh.checks);
    setBasis({ version: fresh.version, body: JSON.stringify(checksBody(next)) });
    setChecks(next);
    setShown(false);
    saver.forget();
  };
  const save = async (force: boolean) => {
    setShown(true);
    if (checks.some(checkFault)) return;
    const saved = await saver.save({ checks: checksBody(checks) }, force);
    if (saved) start(saved);
  };
  const change = (key: string, part: Partial<CheckDraft>) => setChecks((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const add = () => setChecks((all) => [...all, newCheck()]);
  if (!dirty && object.version !== basis.version && !saver.refusal) start(object);
  return (
    <div className={page.page}>
      <div className={page.scroll}>
        <div className={css.checks}>
          <p className={css.note}>{t('designer.checksHint')}</p>
          {checks.length === 0 && (
            <StateView icon={ShieldCheck} tone="grey" title={t('designer.noChecks')}>
              {t('designer.noChecksHint')}
            </StateView>
          )}
          {checks.map((check, index) => (
            <CheckCard
              key={check.key}
              object={object}
              check={check}
              number={index + 1}
              fault={shown ? checkFault(check) : undefined}
              onChange={(part) => change(check.key, part)}
              onDrop={() => setChecks((all) => all.filter((one) => one.key !== check.key))}
            />
          ))}
          <Button icon={<Plus size={15} aria-hidden />} onClick={add}>
            {t('designer.addCheck')}
          </Button>
        </div>
      </div>
      <SaveBar dirty={dirty} saving={saver.saving} refusal={saver.refusal} onSave={() => void save(false)} onForce={() => void save(true)} onRevert={() => start(object)} />
    </div>
  );
}

interface CardProps {
  object: ObjectMeta;
  check: CheckDraft;
  number: number;
  fault: ReturnType<typeof checkFault>;
  onChange: (part: Partial<CheckDraft>) => void;
  onDrop: () => void;
}

function CheckCard({ object, check, number, fault, onChange, onDrop }: CardProps) {
  const { t } = useTranslation();
  const name = t('designer.checkNumber', { number });
  return (
    <section className={css.card} aria-label={name}>
      <header className={css.head}>
        <h3>{name}</h3>
        <IconButton label={t('designer.dropCheck', { name })} onClick={onDrop}>
          <Trash2 size={15} aria-hidden />
        </IconButton>
      </header>
      <FormItem group required label={t('designer.checkHolds')} error={fault === 'noTests' ? t('designer.fault.noTests') : null} hint={t('designer.checkHoldsHint')}>
        {() => <FilterBar meta={object} chips={check.tests} operatorsOf={operatorsOf} onChange={(tests) => onChange({ tests })} />}
      </FormItem>
      <FormItem label={t('designer.checkMessage')} required error={fault === 'noMessage' ? t('designer.fault.noMessage') : null}>
        {(control) => <LabelsInput control={control} name={t('designer.checkMessage')} maxLength={300} value={check.messages} onChange={(messages) => onChange({ messages })} />}
      </FormItem>
      <FormItem label={t('designer.checkFields')} hint={t('designer.checkFieldsHint')}>
        {({ id, describedBy }) => (
          <ManySelect
            id={id}
            aria-describedby={describedBy}
            placeholder={t('fields.choose')}
            value={check.fields}
            showSearch={{ optionFilterProp: 'label' }}
            options={object.fields.filter((field) => !field.system || field.name === 'owner').map((field) => ({ value: field.name, label: field.label }))}
            onChange={(fields: string[]) => onChange({ fields })}
          />
        )}
      </FormItem>
      <Toggle label={t('designer.checkActive')} checked={check.active} onChange={(active) => onChange({ active })} />
    </section>
  );
}
