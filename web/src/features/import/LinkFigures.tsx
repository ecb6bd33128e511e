/** What a run does, or has done, to the records of each linked object. */
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { ObjectIcon } from '@/ui/icons';
import { linksOf } from './links';
import type { ImportJob } from './types';
import css from './Figures.module.css';

export function LinkFigures({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const objects = useObjects();
  const links = job.links ?? [];
  if (links.length === 0) return null;
  const main = objects.find((one) => one.name === job.object);
  const known = main ? linksOf(main, objects) : [];
  return (
    <ul className={css.links} aria-label={t('import.linked')}>
      {links.map((link) => {
        const object = objects.find((one) => one.name === link.object);
        return (
          <li key={link.link} className={css.link}>
            <span className={css.linkName}>
              <ObjectIcon name={object?.icon ?? 'box'} size={15} aria-hidden />
              {known.find((one) => one.name === link.link)?.label ?? object?.label ?? link.link}
            </span>
            <span className={css.linkCounts}>
              {(['inserted', 'found', 'updated'] as const)
                .filter((name) => link[name] > 0 || name === 'inserted')
                .map((name) => (
                  <span key={name}>{t(`import.linkDone.${name}`, { n: link[name].toLocaleString() })}</span>
                ))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
