/** What was published before, what differs from what is in force, and the way back. */
import { useState } from 'react';
import { Button, Drawer } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { absolute } from '@/fields/format/date';
import { Notice } from '@/ui/Notice';
import { Bars, ErrorState } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { versionQuery, type Design, type Difference, type Published } from './api';
import css from './Designer.module.css';

export interface VersionsProps {
  object: ObjectMeta;
  design: Design;
  /** Something is not saved; going back would lose it. */
  dirty: boolean;
  onRevert: (number: number, live: boolean) => Promise<boolean>;
  onClose: () => void;
}

export function Versions({ object, design, dirty, onRevert, onClose }: VersionsProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const [open, setOpen] = useState<number | null>(null);
  const by = (version: Published) => version.by?.name ?? t('layouts.fromStart');
  return (
    <Drawer open size={480} title={t('layouts.versions')} onClose={onClose}>
      <div className={css.dialog}>
        {dirty && <Notice tone="warn" title={t('layouts.saveFirst')} />}
        {design.draft && (
          <section aria-label={t('layouts.draftChanges')}>
            <h3 className={css.subtitle}>{t('layouts.draftChanges')}</h3>
            <Differences changes={design.changes} />
          </section>
        )}
        {design.versions.length === 0 && <p className={css.note}>{t('layouts.noVersions')}</p>}
        <ol className={css.versions}>
          {design.versions.map((version, at) => (
            <li key={version.number}>
              <button type="button" className={css.version} aria-expanded={open === version.number} onClick={() => setOpen(open === version.number ? null : version.number)}>
                <span className={css.label}>
                  {t('layouts.version', { number: version.number })} <span className={css.count}>{by(version)}</span>
                </span>
                {at === 0 && design.live && <Tag tone="ok">{t('layouts.newest')}</Tag>}
                <time className={css.count} dateTime={version.at}>
                  {absolute(version.at, context.zone)}
                </time>
              </button>
              {open === version.number && <OneVersion object={object} design={design} number={version.number} dirty={dirty} onRevert={onRevert} onClose={onClose} />}
            </li>
          ))}
        </ol>
      </div>
    </Drawer>
  );
}

function OneVersion({ object, design, number, dirty, onRevert, onClose }: Omit<VersionsProps, 'design'> & { design: Design; number: number }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const query = useQuery(versionQuery(object.name, design.name, number));
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Bars rows={3} />;
  const run = async (live: boolean) => {
    setBusy(true);
    await onRevert(number, live);
    // What was refused stands above the designer.
    onClose();
  };
  return (
    <div className={css.versionBody}>
      <Differences changes={query.data.changes} />
      <div className={css.versionActions}>
        <Button size="small" loading={busy} disabled={dirty} onClick={() => void run(false)}>
          {t('layouts.toDraft')}
        </Button>
        <Button size="small" type="primary" loading={busy} disabled={dirty || query.data.changes.length === 0} onClick={() => void run(true)}>
          {t('layouts.publishAgain')}
        </Button>
      </div>
    </div>
  );
}

function Differences({ changes }: { changes: Difference[] }) {
  const { t } = useTranslation();
  if (changes.length === 0) return <p className={css.note}>{t('layouts.same')}</p>;
  const text = (one: Difference) => t(`layouts.change.${one.kind}`, { field: one.label ?? one.field ?? '', from: one.from ?? '', to: one.to ?? '' });
  return (
    <ul className={css.changes}>
      {changes.map((one) => (
        <li key={`${one.kind}.${one.field ?? ''}`} data-kind={one.kind}>
          {text(one)}
        </li>
      ))}
    </ul>
  );
}
