/** Step 1: drop or choose a file; it is sent at once. */
import { Button } from 'antd';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { saveFile } from './api';
import { FileStep } from './FileStep';
import { templateCsv } from './mapping';
import type { ImportJob } from './types';
import { uploadFile } from './upload';
import css from './UploadStep.module.css';

export function UploadStep({ object, onUploaded }: { object: ObjectMeta; onUploaded: (job: ImportJob) => void }) {
  const { t } = useTranslation();
  return (
    <FileStep upload={(file, onProgress) => uploadFile(file, object.name, onProgress)} onUploaded={onUploaded}>
      <section className={css.help}>
        <h2 className={css.subtitle}>{t('import.prepare')}</h2>
        <ul className={css.tips}>
          <li>{t('import.tipHeader')}</li>
          <li>{t('import.tipChoice')}</li>
          <li>{t('import.tipSafe')}</li>
        </ul>
        <Button
          icon={<Download size={15} aria-hidden />}
          onClick={() => saveFile(new Blob([templateCsv(object.fields)], { type: 'text/csv' }), `${object.plural}.csv`)}
        >
          {t('import.template')}
        </Button>
      </section>
    </FileStep>
  );
}
