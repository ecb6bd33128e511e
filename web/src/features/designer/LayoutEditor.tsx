/** The form's layout: fields not yet placed on the left, sections in the middle, the form itself on the right. */
import { useMemo, useState } from 'react';
import { Button } from 'antd';
import { ArrowDown, ArrowUp, Ellipsis, FolderInput, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field, ObjectMeta } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { currentLocale } from '@/i18n';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { Notice } from '@/ui/Notice';
import { Handle, SortableGroups, type HandleBinding } from '@/ui/sortable';
import { FormPreview } from './FormPreview';
import { addSection, dropSection, fromGroups, hiddenRequired, moveField, moveSection, PALETTE, placeField, relabel, sameLayout, sectionsOf, takeField, toGroups, unplaced, type SectionDraft } from './layout';
import { SaveBar } from './SaveBar';
import { SectionHead } from './SectionHead';
import { useSaver } from './useSaver';
import css from './LayoutEditor.module.css';

export function LayoutEditor({ object }: { object: ObjectMeta }) {
  const { t } = useTranslation();
  const [basis, setBasis] = useState({ version: object.version, sections: sectionsOf(object) });
  const [sections, setSections] = useState(basis.sections);
  const saver = useSaver(object, basis.version);
  const dirty = !sameLayout(sections, basis.sections);
  const free = useMemo(() => unplaced(object, sections), [object, sections]);
  const missing = hiddenRequired(object, sections);
  const byName = useMemo(() => new Map(object.fields.map((field) => [field.name, field])), [object.fields]);
  const locale = currentLocale();
  const sectionName = (section: SectionDraft) => section.labels[locale] || Object.values(section.labels).find(Boolean) || t('designer.unnamedSection');
  const nameOf = (id: string) => {
    const section = sections.find((one) => one.id === id);
    return id === PALETTE ? t('designer.unplaced') : section ? sectionName(section) : (byName.get(id)?.label ?? id);
  };

  const start = (fresh: ObjectMeta) => {
    const next = { version: fresh.version, sections: sectionsOf(fresh) };
    setBasis(next);
    setSections(next.sections);
    saver.forget();
  };
  const save = async (force: boolean) => {
    const saved = await saver.save({ layout: { sections: sections.map(({ labels, fields }) => ({ labels, fields })) } }, force);
    if (saved) start(saved);
  };
  // Nobody has begun to change anything: a colleague's save, or a new field, is simply shown.
  if (!dirty && object.version !== basis.version && !saver.refusal) start(object);

  const item = (id: string, group: string, bind: HandleBinding) => {
    const field = byName.get(id);
    if (!field) return null;
    return (
      <LayoutField
        field={field}
        bind={bind}
        free={group === PALETTE}
        sections={sections.filter((one) => one.id !== group).map((one) => ({ id: one.id, name: sectionName(one) }))}
        onMove={(by) => setSections(moveField(sections, id, by))}
        onPlace={(to) => setSections(placeField(sections, id, to))}
        onTake={() => setSections(takeField(sections, id))}
      />
    );
  };

  return (
    <div className={css.page}>
      <SortableGroups
        groups={toGroups(sections, free)}
        nameOf={nameOf}
        onChange={(groups) => setSections(fromGroups(sections, groups))}
        renderItem={item}
        renderOverlay={(id) => <div className={css.ghost}>{nameOf(id)}</div>}
      >
        {(slot) => (
          <div className={css.columns}>
            <aside className={css.palette} aria-label={t('designer.unplaced')}>
              <h2 className={css.subtitle}>
                {t('designer.unplaced')} <span>{free.length}</span>
              </h2>
              <p className={css.hint}>{t(free.length ? 'designer.unplacedHint' : 'designer.allPlaced')}</p>
              {slot({ id: PALETTE, items: free })}
            </aside>
            <div className={css.canvas}>
              {missing.length > 0 && (
                <Notice tone="warn" title={t('designer.hiddenRequired')}>
                  {t('designer.hiddenRequiredHint', { fields: missing.map((name) => byName.get(name)?.label ?? name).join(t('common.comma')) })}
                </Notice>
              )}
              {sections.map((section, index) => (
                <section key={section.id} className={css.section} aria-label={sectionName(section)}>
                  <SectionHead
                    labels={section.labels}
                    name={sectionName(section)}
                    count={section.fields.length}
                    first={index === 0}
                    last={index === sections.length - 1}
                    only={sections.length === 1}
                    onLabels={(labels) => setSections(relabel(sections, section.id, labels))}
                    onMove={(by) => setSections(moveSection(sections, section.id, by))}
                    onDrop={() => setSections(dropSection(sections, section.id))}
                  />
                  {slot({ id: section.id, items: section.fields })}
                  {section.fields.length === 0 && <p className={css.emptySection}>{t('designer.emptySection')}</p>}
                </section>
              ))}
              <Button type="dashed" block icon={<Plus size={15} aria-hidden />} onClick={() => setSections(addSection(sections, { [locale]: t('designer.newSection') }))}>
                {t('designer.addSection')}
              </Button>
            </div>
            <FormPreview object={object} sections={sections} sectionName={sectionName} />
          </div>
        )}
      </SortableGroups>
      <SaveBar dirty={dirty} saving={saver.saving} refusal={saver.refusal} onSave={() => void save(false)} onForce={() => void save(true)} onRevert={() => start(object)} />
    </div>
  );
}

interface LayoutFieldProps {
  field: Field;
  bind: HandleBinding;
  /** It stands in the palette. */
  free: boolean;
  sections: { id: string; name: string }[];
  onMove: (by: -1 | 1) => void;
  onPlace: (section: string) => void;
  onTake: () => void;
}

/** One field of the layout; the menu does all that dragging does. */
function LayoutField({ field, bind, free, sections, onMove, onPlace, onTake }: LayoutFieldProps) {
  const { t } = useTranslation();
  const Icon = kindOf(field).icon;
  const places = sections.map((section) => ({
    key: section.id,
    icon: <FolderInput size={15} />,
    label: t('designer.moveTo', { section: section.name }),
    onClick: () => onPlace(section.id),
  }));
  const items = free
    ? places
    : [
        { key: 'up', icon: <ArrowUp size={15} />, label: t('common.moveUp'), onClick: () => onMove(-1) },
        { key: 'down', icon: <ArrowDown size={15} />, label: t('common.moveDown'), onClick: () => onMove(1) },
        ...places,
        { key: 'take', icon: <X size={15} />, label: t('designer.takeOut'), onClick: onTake },
      ];
  return (
    <div className={css.field}>
      <Handle label={t('designer.dragOf', { name: field.label })} bind={bind} />
      <Icon className={css.kind} size={15} strokeWidth={1.75} aria-hidden />
      <span className={css.label}>
        {field.label}
        {field.required && <span className={css.star}> *</span>}
      </span>
      {!free && <span className={css.kindName}>{t(`fields.kind.${field.kind}`)}</span>}
      <Dropdown menu={{ items }}>
        <IconButton size="small" label={t('common.moreOf', { name: field.label })}>
          {free ? <Plus size={15} aria-hidden /> : <Ellipsis size={15} aria-hidden />}
        </IconButton>
      </Dropdown>
    </div>
  );
}

