/** The counts of a run as a strip of figures. */
import { useTranslation } from 'react-i18next';
import type { ImportJob } from './types';
import css from './Figures.module.css';

export function Figures({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const future = job.state === 'checking' || job.state === 'checked';
  const figures = [
    { name: 'inserted', value: job.inserted, tone: 'ok', shown: job.mode !== 'update' },
    { name: 'updated', value: job.updated, tone: 'info', shown: job.mode !== 'insert' || job.updated > 0 },
    { name: 'skipped', value: job.skipped, tone: 'grey', shown: job.skipped > 0 },
    { name: 'left_out', value: job.left_out, tone: 'grey', shown: job.left_out > 0 },
    { name: 'failed', value: job.failed, tone: job.failed ? 'bad' : 'grey', shown: true },
  ] as const;
  return (
    <dl className={css.strip}>
      {figures
        .filter((figure) => figure.shown)
        .map((figure) => (
          <div key={figure.name} className={css.figure} data-tone={figure.value ? figure.tone : 'grey'}>
            <dt>{t(future ? `import.will.${figure.name}` : `import.did.${figure.name}`)}</dt>
            <dd>{figure.value.toLocaleString()}</dd>
          </div>
        ))}
    </dl>
  );
}
