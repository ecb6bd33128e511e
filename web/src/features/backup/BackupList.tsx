/** What was taken, newest first: size, rows, whether the trial restore held, or why not. */
import { useTranslation } from 'react-i18next';
import { DatabaseBackup } from 'lucide-react';
import { sizeText } from '@/fields/format/size';
import { ProgressBar } from '@/ui/ProgressBar';
import { Tag } from '@/ui/Tag';
import type { Tone } from '@/ui/tokens';
import { When } from '@/ui/When';
import { isBusy, type Backup, type BackupState } from './api';
import css from './Backups.module.css';

const TONES: Record<BackupState, Tone> = { waiting: 'grey', writing: 'info', verifying: 'info', done: 'ok', failed: 'bad' };

export function BackupList({ items }: { items: Backup[] }) {
  return (
    <ul className={css.list}>
      {items.map((backup) => (
        <Row key={backup.id} backup={backup} />
      ))}
    </ul>
  );
}

function Row({ backup }: { backup: Backup }) {
  const { t } = useTranslation();
  return (
    <li className={css.row}>
      <span className={css.icon} aria-hidden>
        <DatabaseBackup size={16} strokeWidth={1.75} />
      </span>
      <span className={css.what}>
        <span className={css.name}>
          {t(`backup.kind.${backup.kind}`)}
          {backup.by && ` · ${backup.by.name}`}
        </span>
        {backup.error ? (
          <span className={css.bad}>{backup.error}</span>
        ) : (
          <span className={css.file}>{backup.file ?? (backup.state === 'done' ? t('backup.fileGone') : '')}</span>
        )}
      </span>
      <span className={css.facts}>
        {isBusy(backup) ? (
          <ProgressBar
            share={backup.rows_total ? backup.rows_done / backup.rows_total : 0}
            label={t(`backup.state.${backup.state}`)}
            indeterminate={!backup.rows_total}
          />
        ) : (
          backup.state === 'done' && (
            <>
              <span>{t('backup.rows', { count: backup.rows_total ?? 0 })}</span>
              {backup.files > 0 && <span>{t('backup.files', { count: backup.files })}</span>}
              {backup.bytes !== null && <span>{sizeText(backup.bytes)}</span>}
              <span>{t(backup.sealed === 'none' ? 'backup.open' : 'backup.sealed')}</span>
              {backup.files_lost > 0 && <span className={css.bad}>{t('backup.filesLost', { count: backup.files_lost })}</span>}
              {backup.audit_broken_at !== null && <span className={css.bad}>{t('backup.chainBroken', { number: backup.audit_broken_at.toLocaleString() })}</span>}
            </>
          )
        )}
      </span>
      <span className={css.state}>
        <Tag tone={TONES[backup.state]} dot>
          {t(`backup.state.${backup.state}`)}
        </Tag>
      </span>
      <span className={css.when}>
        <When at={backup.started_at} />
      </span>
    </li>
  );
}
