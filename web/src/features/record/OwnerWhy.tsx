/** Beside the owner: a quiet question, and the story that answers it. */
import { useState } from 'react';
import { CircleHelp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field, RecordData } from '@/api/types';
import { loadTexts } from '@/i18n/texts';
import { Floating } from '@/ui/Floating';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import css from './InPlace.module.css';

const OwnerStory = later(async () => (await Promise.all([import('./OwnerStory'), loadTexts(['timeline'])]))[0].OwnerStory);

export function OwnerWhy({ field, record }: { field: Field; record: RecordData }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const label = t('record.whyOwner');
  return (
    // The line that it stands in begins to be edited by a click.
    <span className={css.why} role="presentation" onClick={(event) => event.stopPropagation()}>
      <Floating open={open} onOpenChange={setOpen} title={label} width={300} content={<OwnerStory field={field} record={record} />}>
        <IconButton label={label} className={css.whyButton}>
          <CircleHelp size={14} aria-hidden />
        </IconButton>
      </Floating>
    </span>
  );
}
