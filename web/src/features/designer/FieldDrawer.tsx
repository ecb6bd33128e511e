/** Adding or changing one field: kind, names, rules, with the field as people will see it at the top. */
import { useMemo, useState } from 'react';
import { Button, Drawer, Input } from 'antd';
import { Copy, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { Field, FieldValue, Kind, ObjectMeta } from '@/api/types';
import { registry } from '@/fields/registry';
import { currentLocale } from '@/i18n';
import { copyText } from '@/ui/clipboard';
import { FormItem } from '@/ui/FormItem';
import { IconButton } from '@/ui/IconButton';
import { useIsPhone } from '@/ui/media';
import { Notice } from '@/ui/Notice';
import { toast } from '@/ui/toast';
import { Toggle } from '@/ui/Toggle';
import { useDesignerCalls } from './api';
import {
  bodyOf,
  changeKind,
  computedDraft,
  checkDraft,
  draftOf,
  emptyDraft,
  fallbackName,
  HAS_TARGET,
  hasLabel,
  MAY_BE_SENSITIVE,
  MAY_BE_UNIQUE,
  nameFromLabel,
  NEVER_REQUIRED,
  plainName,
  previewField,
  type FieldDraft,
  type Preset,
} from './draft';
import { ComputedSettings } from './computed/ComputedSettings';
import type { ComputedBy } from './computed/draft';
import { COMPUTED_ICONS } from './computed/icons';
import { KindPicker } from './KindPicker';
import { KindSettings } from './KindSettings';
import { LabelsInput } from './LabelsInput';
import { RulesSettings } from './rules/RulesSettings';
import { useRequiredHint } from './uses/useRequiredHint';
import { UsersBefore } from './uses/UsersBefore';
import { WhereUsed } from './uses/WhereUsed';
import css from './FieldDrawer.module.css';

export interface FieldDrawerProps {
  object: ObjectMeta;
  /** The field to change; without it one is added. */
  field?: Field;
  preset?: Preset;
  onSaved: (field: Field) => void;
  onClose: () => void;
}

export default function FieldDrawer({ object, field, preset, onSaved, onClose }: FieldDrawerProps) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const [draft, setDraft] = useState<FieldDraft | null>(() => (field ? draftOf(field) : preset?.kind ? emptyDraft(preset.kind, preset) : null));
  const [touched, setTouched] = useState(false);
  const [picking, setPicking] = useState(draft === null);
  const [shown, setShown] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [saving, setSaving] = useState(false);
  const calls = useDesignerCalls();
  const requiredHint = useRequiredHint(object, field, draft?.required === true);
  const faults = useMemo(() => (draft ? checkDraft(draft, object, field) : {}), [draft, object, field]);

  const pick = (kind: Kind) => {
    setDraft((before) => (before ? changeKind(before, kind) : emptyDraft(kind, preset)));
    setPicking(false);
  };
  const pickComputed = (by: ComputedBy) => {
    setDraft((before) => computedDraft(by, before, preset));
    setPicking(false);
  };
  const change = (part: Partial<FieldDraft>) => {
    setDraft((before) => before && { ...before, ...part });
    setTouched(true);
    setRefusal(null);
  };
  const fault = (property: string): string | undefined => {
    const own = shown ? faults[property as keyof FieldDraft] : undefined;
    return own ? t(`designer.fault.${own}`) : refusal?.errors.find((error) => propertyOf(error.field) === property)?.message;
  };

  const save = async () => {
    if (!draft) return;
    setShown(true);
    if (Object.keys(faults).length) return;
    setSaving(true);
    setRefusal(null);
    try {
      const body = bodyOf(draft, !field, nameFromLabel(draft.labels.en ?? '') || plainName(fallbackName(object)));
      const saved = field ? await calls.changeField(object.name, field.name, body) : await calls.createField(object.name, body);
      toast({ text: t(field ? 'designer.fieldSaved' : 'designer.fieldAdded', { name: saved.label }) });
      onSaved(saved);
    } catch (error) {
      setRefusal(error instanceof ApiError ? error : new ApiError({ title: String(error), status: 0, code: 'page' }));
    } finally {
      setSaving(false);
    }
  };

  return (
    <Drawer
      open
      onClose={onClose}
      // A press beside the drawer must not throw away what was typed.
      mask={{ closable: !touched }}
      keyboard={!touched}
      size={phone ? '92%' : 560}
      placement={phone ? 'bottom' : 'right'}
      title={field ? t('designer.editField', { name: field.label }) : t('designer.newField', { object: object.label })}
      footer={
        !picking && (
          <div className={css.footer}>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="primary" loading={saving} onClick={() => void save()}>
              {field ? t('common.save') : t('designer.addField')}
            </Button>
          </div>
        )
      }
    >
      {picking || !draft ? (
        <KindPicker onPick={pick} onPickComputed={pickComputed} />
      ) : (
        <div className={css.form}>
          {refusal && <Refusal error={refusal} />}
          <Preview draft={draft} onChangeKind={field ? undefined : () => setPicking(true)} />
          <FormItem label={t('common.fieldName')} required error={fault('labels')} hint={t('designer.namesHint')}>
            {(control) => <LabelsInput control={control} name={t('common.fieldName')} autoFocus={!field} value={draft.labels} onChange={(labels) => change({ labels })} />}
          </FormItem>
          <ApiName draft={draft} field={field} object={object} error={fault('name')} onChange={change} />
          {field && <WhereUsed object={object.name} field={field.name} />}
          {draft.computed ? (
            <ComputedSettings object={object} draft={{ ...draft, computed: draft.computed }} onChange={change} fault={fault} editing={Boolean(field)} />
          ) : (
            <KindSettings object={object} draft={draft} onChange={change} fault={fault} editing={Boolean(field)} />
          )}
          {!draft.computed && !NEVER_REQUIRED.includes(draft.kind) && (
            <Toggle
              label={t('designer.required')}
              hint={requiredHint}
              checked={draft.required}
              onChange={(required) => change({ required })}
            />
          )}
          {!draft.computed && MAY_BE_UNIQUE.includes(draft.kind) && <Toggle label={t('designer.unique')} hint={t(field && !field.unique && draft.unique ? 'designer.uniqueLater' : 'designer.uniqueHint')} checked={draft.unique} onChange={(unique) => change({ unique })} />}
          {!draft.computed && MAY_BE_SENSITIVE.includes(draft.kind) && field?.name !== object.name_field && (
            <Toggle
              label={t('designer.sensitive')}
              hint={t(field && draft.sensitive !== (field.sensitive === true) ? 'designer.sensitiveLater' : 'designer.sensitiveHint')}
              checked={draft.sensitive}
              onChange={(sensitive) => change({ sensitive })}
            />
          )}
          {field && draft.sensitive && !field.sensitive && <UsersBefore object={object.name} field={field.name} />}
          <FormItem label={t('designer.help')} error={fault('helps')} hint={t('designer.helpHint')}>
            {(control) => <LabelsInput control={control} name={t('designer.help')} maxLength={300} value={draft.helps} onChange={(helps) => change({ helps })} />}
          </FormItem>
          <RulesSettings object={object} field={field} computed={draft.computed !== null} rules={draft.rules} fault={fault} onChange={(rules) => change({ rules })} />
        </div>
      )}
    </Drawer>
  );
}

/** The draft's property that a path of the server means. */
const propertyOf = (path: string): string | undefined => (path.startsWith('format') ? 'format_pattern' : path.split(/[.[]/)[0]);

/** The field as it will stand in a form, and its kind. */
function Preview({ draft, onChangeKind }: { draft: FieldDraft; onChangeKind?: () => void }) {
  const { t } = useTranslation();
  const [value, setValue] = useState<FieldValue>(null);
  const { icon: kindIcon, Editor } = registry[draft.kind];
  const Icon = draft.computed ? COMPUTED_ICONS[draft.computed.by] : kindIcon;
  const locale = currentLocale();
  const label = draft.labels[locale] || Object.values(draft.labels).find(Boolean) || t('designer.unnamed');
  const field = previewField(draft, label);
  return (
    <section className={css.preview} aria-label={t('designer.preview')}>
      <header className={css.kind}>
        <span className={css.icon} aria-hidden>
          <Icon size={15} strokeWidth={1.75} />
        </span>
        <span>{draft.computed ? t(`designer.computed.${draft.computed.by}`) : t(`fields.kind.${draft.kind}`)}</span>
        {onChangeKind && (
          <Button type="link" size="small" icon={<RefreshCw size={13} aria-hidden />} onClick={onChangeKind}>
            {t('designer.otherKind')}
          </Button>
        )}
      </header>
      <FormItem label={label} required={draft.required} hint={draft.helps[locale] || undefined}>
        {({ id, describedBy }) =>
          draft.computed ? (
            <Input id={id} aria-describedby={describedBy} disabled value={t('designer.computedValue')} />
          ) : draft.kind === 'auto_number' ? (
            <Input id={id} aria-describedby={describedBy} disabled value={t('designer.givenOnSave')} />
          ) : draft.kind === 'lines' ? (
            <Input id={id} aria-describedby={describedBy} disabled value={draft.columns.map((column) => column.labels[locale] || Object.values(column.labels).find(Boolean)).filter(Boolean).join(' | ')} />
          ) : HAS_TARGET.includes(draft.kind) && !draft.target ? (
            <Input id={id} aria-describedby={describedBy} disabled value={t('designer.chooseTarget')} />
          ) : (
            <Editor key={`${draft.kind}${draft.target}${draft.scale}${draft.max}`} id={id} describedBy={describedBy} field={field} value={value} onChange={(next) => setValue(next)} />
          )
        }
      </FormItem>
    </section>
  );
}

interface ApiNameProps {
  draft: FieldDraft;
  field?: Field;
  object: ObjectMeta;
  error?: string;
  onChange: (part: Partial<FieldDraft>) => void;
}

function ApiName({ draft, field, object, error, onChange }: ApiNameProps) {
  const { t } = useTranslation();
  if (field) {
    return (
      <FormItem label={t('designer.apiName')}>
        {({ id }) => (
          <span className={css.fixed} id={id}>
            <code>{field.name}</code>
            <IconButton label={t('common.copy')} size="small" onClick={() => void copyText(field.name).then((ok) => ok && toast({ text: t('common.copied') }))}>
              <Copy size={14} aria-hidden />
            </IconButton>
          </span>
        )}
      </FormItem>
    );
  }
  const automatic = nameFromLabel(draft.labels.en ?? '') || plainName(fallbackName(object));
  return (
    <FormItem label={t('designer.apiName')} error={error} hint={t('designer.apiNameHint')}>
      {({ id, describedBy, invalid }) => (
        <Input
          id={id}
          prefix={<span className={css.prefix}>x_</span>}
          placeholder={hasLabel(draft.labels) ? automatic : undefined}
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
  );
}

function Refusal({ error }: { error: ApiError }) {
  const { t } = useTranslation();
  const offline = error.code === 'offline';
  return (
    <Notice tone="bad" alert title={offline ? t('errors.offline') : error.message}>
      {offline ? t('errors.offlineHint') : error.code === 'field_exists' ? t('designer.fieldExistsHint') : error.requestId && t('errors.requestId', { id: error.requestId })}
    </Notice>
  );
}
