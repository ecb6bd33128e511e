/** What only some kinds have: length, limits, digits, options, target, numbering, default. */
import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import type { FieldValue, ObjectMeta } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { today } from '@/fields/format/date';
import { registry } from '@/fields/registry';
import { FormItem } from '@/ui/FormItem';
import { later } from '@/ui/later';
import { Toggle } from '@/ui/Toggle';
import { FormulaEditor } from './computed/FormulaEditor';
import { DYNAMIC_DEFAULT, FORMULA_DEFAULT, HAS_DEFAULT, HAS_FILES, HAS_FORMAT, HAS_LENGTH, HAS_OPTIONS, HAS_RANGE, HAS_SCALE, HAS_SPAN, HAS_TARGET, isFormula, previewField, type FieldDraft, type OptionDraft } from './draft';
import { columnFault } from './lineColumns';
import { hasCounter, numberExample } from './numbering';
import { OptionsEditor } from './OptionsEditor';
import { Most, FormatRule, Span, Stars } from './RuleSettings';
import { TreeOptions } from './TreeOptions';
import { OptionNote } from './uses/OptionNote';
import css from './FieldDrawer.module.css';

export interface KindSettingsProps {
  object: ObjectMeta;
  draft: FieldDraft;
  onChange: (part: Partial<FieldDraft>) => void;
  /** The text of what is wrong with one property, if it is to be shown. */
  fault: (property: keyof FieldDraft) => string | undefined;
  editing: boolean;
}

export function KindSettings(props: KindSettingsProps) {
  const { draft } = props;
  const { kind } = draft;
  return (
    <>
      {HAS_OPTIONS.includes(kind) && <Options {...props} />}
      {HAS_TARGET.includes(kind) && <Target {...props} />}
      {kind === 'lines' && <Columns {...props} />}
      {kind === 'auto_number' && <Pattern {...props} />}
      {HAS_SCALE.includes(kind) && <Scale {...props} />}
      {HAS_RANGE.includes(kind) && <Range {...props} />}
      {HAS_SPAN.includes(kind) && <Span {...props} />}
      {kind === 'rating' && <Stars {...props} />}
      {(HAS_FILES.includes(kind) || kind === 'multi_reference') && <Most {...props} />}
      {HAS_LENGTH.includes(kind) && <Length {...props} />}
      {HAS_FORMAT.includes(kind) && <FormatRule {...props} />}
      {HAS_DEFAULT.includes(kind) && <Default {...props} />}
    </>
  );
}

function Options({ object, draft, onChange, fault, editing }: KindSettingsProps) {
  const { t } = useTranslation();
  const before = editing ? object.fields.find((one) => one.name === draft.name)?.options : undefined;
  /** Told of an option that could be chosen and is being retired. */
  const noteOf = (option: OptionDraft, onUndo: () => void) => {
    const retired = option.known && !option.active && before?.some((one) => one.name === option.name && one.active !== false);
    return retired && <OptionNote object={object.name} field={draft.name} option={option.name} onUndo={onUndo} />;
  };
  const tree = draft.kind === 'cascade';
  const closable = draft.kind === 'choice';
  const staged = closable && draft.name === object.stage_field;
  const hint = tree ? 'designer.treeHint' : staged ? 'designer.stagesHint' : closable ? 'designer.choiceHint' : 'designer.optionsHint';
  const Editor = tree ? TreeOptions : OptionsEditor;
  return (
    <FormItem group label={t('designer.options')} required error={fault('options')} hint={t(hint)}>
      {({ invalid }) => <Editor options={draft.options} invalid={invalid} closable={closable} staged={staged} noteOf={noteOf} onChange={(options) => onChange({ options })} />}
    </FormItem>
  );
}

const LineColumns = later(() => import('./LineColumns').then((module) => module.LineColumns));

function Columns({ draft, onChange, fault }: KindSettingsProps) {
  const { t } = useTranslation();
  const message = fault('columns');
  const wrong = message ? columnFault(draft.columns)?.key : undefined;
  return (
    <FormItem group label={t('designer.lineColumns')} required error={wrong ? undefined : message} hint={t('designer.lineColumnsHint')}>
      {() => <LineColumns columns={draft.columns} wrong={wrong} message={message} onChange={(columns) => onChange({ columns })} />}
    </FormItem>
  );
}

/** Several people or departments are picked like several records; one of them has a kind of its own. */
const PEOPLE = ['user', 'department'];

function Target({ draft, onChange, fault, editing }: KindSettingsProps) {
  const { t } = useTranslation();
  const objects = useObjects();
  return (
    <FormItem label={t('designer.target')} required error={fault('target')} hint={editing ? t('designer.targetFixed') : undefined}>
      {({ id, invalid, describedBy }) => (
        <Select
          id={id}
          aria-describedby={describedBy}
          status={invalid ? 'error' : undefined}
          disabled={editing}
          placeholder={t('fields.choose')}
          value={draft.target || undefined}
          showSearch={{ optionFilterProp: 'label' }}
          options={objects.filter((one) => one.group !== 'admin' || (draft.kind === 'multi_reference' && PEOPLE.includes(one.name))).map((one) => ({ value: one.name, label: one.label }))}
          onChange={(target: string) => onChange({ target })}
        />
      )}
    </FormItem>
  );
}

const PARTS = ['{yyyy}', '{yyyyMM}', '{yyyyMMdd}', '{0000}'] as const;

function Pattern({ draft, onChange, fault }: KindSettingsProps) {
  const { t } = useTranslation();
  const day = today(useFormatContext());
  const good = hasCounter(draft.pattern);
  return (
    <FormItem label={t('designer.pattern')} required error={fault('pattern')} hint={t('designer.patternHint')}>
      {({ id, invalid, describedBy }) => (
        <span className={css.stack}>
          <Input id={id} aria-describedby={describedBy} status={invalid ? 'error' : undefined} value={draft.pattern} maxLength={60} onChange={(event) => onChange({ pattern: event.target.value })} />
          <span className={css.parts}>
            {PARTS.map((part) => (
              <Button key={part} size="small" onClick={() => onChange({ pattern: draft.pattern + part })}>
                {part}
              </Button>
            ))}
          </span>
          {good && (
            <span className={css.example} aria-live="polite">
              {t('designer.patternExample')} <b>{numberExample(draft.pattern, day, 1)}</b>
              {', '}
              <b>{numberExample(draft.pattern, day, 2)}</b>
            </span>
          )}
        </span>
      )}
    </FormItem>
  );
}

function Scale({ draft, onChange, fault, editing }: KindSettingsProps) {
  const { t } = useTranslation();
  return (
    <FormItem label={t('designer.scale')} error={fault('scale')} hint={editing ? t('designer.scaleFixed') : undefined}>
      {({ id, invalid, describedBy }) => (
        <Input
          id={id}
          className={css.short}
          inputMode="numeric"
          disabled={editing}
          aria-describedby={describedBy}
          status={invalid ? 'error' : undefined}
          value={draft.scale}
          onChange={(event) => onChange({ scale: event.target.value })}
        />
      )}
    </FormItem>
  );
}

function Range({ draft, onChange, fault }: KindSettingsProps) {
  const { t } = useTranslation();
  return (
    <div className={css.two}>
      {(['min', 'max'] as const).map((end) => (
        <FormItem key={end} label={t(`designer.${end}`)} error={fault(end)}>
          {({ id, invalid, describedBy }) => (
            <Input
              id={id}
              inputMode="decimal"
              placeholder={t('designer.noLimit')}
              aria-describedby={describedBy}
              status={invalid ? 'error' : undefined}
              value={draft[end]}
              onChange={(event) => onChange({ [end]: event.target.value })}
            />
          )}
        </FormItem>
      ))}
    </div>
  );
}

function Length({ draft, onChange, fault }: KindSettingsProps) {
  const { t } = useTranslation();
  return (
    <FormItem label={t('designer.maxLength')} error={fault('max_length')}>
      {({ id, invalid, describedBy }) => (
        <Input
          id={id}
          className={css.short}
          inputMode="numeric"
          suffix={t('designer.characters')}
          aria-describedby={describedBy}
          status={invalid ? 'error' : undefined}
          value={draft.max_length}
          onChange={(event) => onChange({ max_length: event.target.value })}
        />
      )}
    </FormItem>
  );
}

const isDynamic = (value: FieldDraft['default']): value is { now: true } | { me: true } => typeof value === 'object' && value !== null && ('now' in value || 'me' in value);

function Default({ object, draft, onChange, fault }: KindSettingsProps) {
  const { t } = useTranslation();
  const dynamic = DYNAMIC_DEFAULT[draft.kind];
  const label = t('designer.default');
  const { Editor } = registry[draft.kind];
  const field = { ...previewField(draft, label), required: false, options: previewField(draft, label).options?.filter((option) => option.active && option.label !== option.name) };
  return (
    <div className={css.stack}>
      {dynamic && (
        <Toggle
          label={t(`designer.defaultDynamic.${dynamic}`)}
          checked={isDynamic(draft.default)}
          onChange={(on) => onChange({ default: on ? (dynamic === 'now' ? { now: true } : { me: true }) : null })}
        />
      )}
      {FORMULA_DEFAULT.includes(draft.kind) && !isDynamic(draft.default) && (
        <Toggle label={t('designer.defaultFormula')} hint={t('designer.defaultFormulaHint')} checked={isFormula(draft.default)} onChange={(on) => onChange({ default: on ? { formula: '' } : null })} />
      )}
      {isFormula(draft.default) && (
        <FormulaEditor object={object} stored={false} label={t('designer.default')} value={draft.default.formula} error={fault('default')} onChange={(formula) => onChange({ default: { formula } })} />
      )}
      {!isDynamic(draft.default) && !isFormula(draft.default) && draft.kind !== 'user' && (
        <FormItem label={label} error={fault('default')} hint={t('designer.defaultHint')}>
          {({ id, describedBy, invalid }) => (
            <Editor key={draft.kind} id={id} describedBy={describedBy} invalid={invalid} field={field} value={draft.default as FieldValue} onChange={(value) => onChange({ default: value ?? null })} />
          )}
        </FormItem>
      )}
    </div>
  );
}
