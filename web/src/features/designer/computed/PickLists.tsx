/** What a formula can be put together from: fields, also behind references, and functions. */
import { useState, type KeyboardEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import type { Field, ObjectMeta } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { targetOf } from '@/fields/shared/target';
import { functionsQuery, type FormulaFunction } from './api';
import css from './computed.module.css';

const REFERENCES = ['reference', 'user', 'department'];
/** References that a path may pass through. */
const HOPS = 3;

/** A label stands for its field when it is a plain word and the only one; otherwise the api name does. */
function nameInFormula(field: Field, object: ObjectMeta): string {
  const same = object.fields.filter((one) => one.label === field.label || Object.values(one.labels).includes(field.label));
  return same.length === 1 && /^[\p{L}][\p{L}\p{N}_]*$/u.test(field.label) ? field.label : field.name;
}

/** What is looked for; Enter takes the first that was found. */
function Search({ label, words, onWords, onEnter }: { label: string; words: string; onWords: (words: string) => void; onEnter: () => void }) {
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onEnter();
  };
  return <input className={css.search} autoFocus value={words} placeholder={label} aria-label={label} onChange={(event) => onWords(event.target.value)} onKeyDown={enter} />;
}

export function FieldPick({ object, onPick, referencesOnly = false }: { object: ObjectMeta; onPick: (path: string, field: Field) => void; referencesOnly?: boolean }) {
  const { t } = useTranslation();
  const objects = useObjects();
  const [way, setWay] = useState<{ object: ObjectMeta; field: Field }[]>([]);
  const [words, setWords] = useState('');
  const last = way.at(-1);
  const here = last ? (objects.find((one) => one.name === targetOf(last.field)) ?? object) : object;
  const wanted = words.trim().toLowerCase();
  const leads = (field: Field) => REFERENCES.includes(field.kind) && way.length < HOPS && objects.some((one) => one.name === targetOf(field));
  /** The way begins with a reference. */
  const first = referencesOnly && way.length === 0;
  const fits = (field: Field) => !wanted || field.label.toLowerCase().includes(wanted) || field.name.includes(wanted);
  const shown = here.fields.filter((field) => fits(field) && (!first || leads(field)));
  const path = (field: Field) => [...way.map((step) => nameInFormula(step.field, step.object)), nameInFormula(field, here)].join('.');
  const into = (field: Field) => {
    setWay([...way, { object: here, field }]);
    setWords('');
  };
  const choose = (field: Field) => (first ? into(field) : onPick(path(field), field));
  return (
    <div className={css.list}>
      {last && (
        <button type="button" className={css.back} onClick={() => setWay(way.slice(0, -1))}>
          <ArrowLeft size={14} aria-hidden />
          {way.map((step) => step.field.label).join('.')}
        </button>
      )}
      <Search label={t('designer.searchFields')} words={words} onWords={setWords} onEnter={() => shown[0] && choose(shown[0])} />
      <ul>
        {shown.map((field) => {
          const Icon = kindOf(field).icon;
          return (
            <li key={field.name} className={css.pickRow}>
              <button type="button" className={css.pick} onClick={() => choose(field)}>
                <Icon size={15} strokeWidth={1.75} aria-hidden />
                <span className={css.pickLabel}>{field.label}</span>
                <code>{field.name}</code>
              </button>
              {leads(field) && (
                <button type="button" className={css.into} aria-label={t('designer.fieldsOf', { name: field.label })} onClick={() => into(field)}>
                  <ChevronRight size={15} aria-hidden />
                </button>
              )}
            </li>
          );
        })}
        {shown.length === 0 && <li className={css.none}>{t('designer.noFieldFound')}</li>}
      </ul>
    </div>
  );
}

const GROUPS: FormulaFunction['group'][] = ['logic', 'number', 'text', 'time'];

export function FunctionPick({ onPick }: { onPick: (name: string) => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const functions = useQuery(functionsQuery);
  const wanted = words.trim().toLowerCase();
  const fits = (one: FormulaFunction) => !wanted || `${one.name} ${one.alias} ${one.text}`.toLowerCase().includes(wanted);
  const of = (group: FormulaFunction['group']) => (functions.data?.items ?? []).filter((one) => one.group === group && fits(one));
  const groups = GROUPS.map((group) => ({ group, shown: of(group) })).filter(({ shown }) => shown.length > 0);
  return (
    <div className={css.list}>
      <Search label={t('designer.searchFunctions')} words={words} onWords={setWords} onEnter={() => groups[0]?.shown[0] && onPick(groups[0].shown[0].name)} />
      {functions.isError && <p className={css.none}>{t('errors.failedHint')}</p>}
      {groups.map(({ group, shown }) => (
        <section key={group} aria-label={t(`designer.functionGroup.${group}`)}>
          <p className={css.groupName}>{t(`designer.functionGroup.${group}`)}</p>
          <ul>
            {shown.map((one) => (
              <li key={one.name}>
                <button type="button" className={css.function} onClick={() => onPick(one.name)}>
                  <code>{one.usage}</code>
                  <span>{one.text}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
