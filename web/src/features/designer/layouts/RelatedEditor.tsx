/** Which related lists stand beside a record, or are tabs of its page, and in which order. */
import { useTranslation } from 'react-i18next';
import { relationName, relationTitle, type Relation } from '@/features/record/related';
import { ObjectIcon } from '@/ui/icons';
import { Toggle } from '@/ui/Toggle';
import { OrderedNames } from './OrderedNames';
import css from './Designer.module.css';

export interface RelatedEditorProps {
  relations: Relation[];
  value: string[] | null;
  onChange: (value: string[] | null) => void;
  title: string;
  /** What holds while nothing is chosen, in words and as it is. */
  usual: { label: string; hint: string; value: string[] };
}

export function RelatedEditor({ relations, value, onChange, title, usual }: RelatedEditorProps) {
  const { t } = useTranslation();
  const all: string[] = relations.map(relationName);
  const shown = (value ?? usual.value).filter((name) => all.includes(name));
  // What somebody else put there and the designer may not read stays.
  const unseen = (value ?? []).filter((name) => !all.includes(name));
  const of = (name: string) => relations.find((one) => relationName(one) === name);
  const nameOf = (name: string) => {
    const relation = of(name);
    return relation ? relationTitle(relation, t) : name;
  };
  return (
    <section className={css.related} aria-label={title}>
      <h2 className={css.subtitle}>{title}</h2>
      <Toggle label={usual.label} hint={usual.hint} checked={value === null} onChange={(on) => onChange(on ? null : shown)} />
      {value !== null && (
        <OrderedNames
          value={shown}
          rest={all.filter((name) => !shown.includes(name))}
          nameOf={nameOf}
          icon={(name) => <ObjectIcon name={of(name)?.object.icon ?? ''} size={15} />}
          onChange={(next) => onChange([...next, ...unseen])}
        />
      )}
    </section>
  );
}
