/** The sections of a form: two or one column, closed until somebody opens them, some behind tabs. */
import { useEffect, useState, type ReactNode } from 'react';
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Laid } from '@/api/layout';
import type { Field } from '@/api/types';
import { panelProps, TabBar } from '@/ui/TabBar';
import { useTurned } from '@/ui/useTurned';
import css from './form.module.css';

export interface FormSectionsProps {
  sections: Laid[];
  tabs: { label: string }[];
  /** The first field that has to be mended, and how often that was said: it is brought to sight each time. */
  faulty?: string;
  round?: number;
  children: (field: Field) => ReactNode;
}

export function FormSections({ sections, tabs, faulty, round = 0, children }: FormSectionsProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(0);
  const [turned, turn] = useTurned();
  const open = (section: Laid) => section.collapsed === turned.has(section.key);
  const filled = tabs.map((tab, at) => ({ key: String(at), label: tab.label })).filter((tab) => sections.some((section) => String(section.tab) === tab.key));
  const current = filled.find((tab) => tab.key === String(chosen))?.key ?? filled[0]?.key;
  const at = sections.find((section) => section.fields.some((field) => field.name === faulty));
  useEffect(() => {
    if (!at || round === 0) return;
    if (at.tab !== null) setChosen(at.tab);
    if (!open(at)) turn(at.key);
    // Only a new complaint opens anything: what was closed afterwards stays closed.
  }, [faulty, round]);

  const show = (section: Laid) => (
    <section key={section.key} className={css.section} data-columns={section.columns} aria-label={section.label || undefined}>
      {section.label && (
        <h3 className={css.heading}>
          {section.collapsed ? (
            <button type="button" className={css.fold} aria-expanded={open(section)} onClick={() => turn(section.key)}>
              <ChevronDown size={15} aria-hidden />
              {section.label}
            </button>
          ) : (
            section.label
          )}
        </h3>
      )}
      {/* A closed section keeps what was typed in it. */}
      <div className={css.fields} hidden={section.label !== '' && !open(section)}>
        {section.fields.map((field) => children(field))}
      </div>
    </section>
  );
  return (
    <>
      {sections.filter((section) => section.tab === null).map(show)}
      {current !== undefined && (
        <div className={css.tabs}>
          <TabBar id="form" label={t('form.tabs')} items={filled} value={current} onChange={(key) => setChosen(Number(key))} />
          {filled.map((tab) => (
            <div key={tab.key} className={css.form} hidden={tab.key !== current} {...(tab.key === current && panelProps('form', tab.key))}>
              {sections.filter((section) => String(section.tab) === tab.key).map(show)}
            </div>
          ))}
        </div>
      )}
    </>
  );
}
