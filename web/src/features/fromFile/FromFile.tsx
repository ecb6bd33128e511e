/** A list becomes an object: drop it, look at what is proposed, change it, make it, and see the rows come in. */
import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/queries';
import { FileStep } from '@/features/import/FileStep';
import uploadCss from '@/features/import/UploadStep.module.css';
import { later } from '@/ui/later';
import { Bars, ErrorState } from '@/ui/States';
import { proposalQuery, sendList, type Part } from './api';
import type { Made } from './draft';

const wait = <Bars rows={8} />;
const Review = later(() => import('./Review').then((module) => module.Review), wait);
const Arrival = later(() => import('./Arrival').then((module) => module.Arrival), wait);

const WHOLE: Part = { sheet: null, header: true };

export function FromFile({ id, onId }: { id: string | null; onId: (id: string | null) => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [made, setMade] = useState<Made | null>(null);
  if (made) return <Arrival made={made} />;
  if (id) {
    return (
      <Proposed
        key={id}
        id={id}
        onOtherFile={() => onId(null)}
        onMade={async (answer) => {
          setMade(answer);
          await queryClient.invalidateQueries({ queryKey: keys.objects });
        }}
      />
    );
  }
  return (
    <FileStep
      upload={sendList}
      onUploaded={(proposal) => {
        queryClient.setQueryData(proposalQuery(proposal.id, WHOLE).queryKey, proposal);
        onId(proposal.id);
      }}
    >
      <section className={uploadCss.help}>
        <h2 className={uploadCss.subtitle}>{t('fromFile.what')}</h2>
        <ul className={uploadCss.tips}>
          <li>{t('fromFile.tipKinds')}</li>
          <li>{t('fromFile.tipChange')}</li>
          <li>{t('fromFile.tipUndo')}</li>
        </ul>
      </section>
    </FileStep>
  );
}

function Proposed({ id, onMade, onOtherFile }: { id: string; onMade: (made: Made) => void; onOtherFile: () => void }) {
  const [part, setPart] = useState(WHOLE);
  const query = useQuery(proposalQuery(id, part));
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={part === WHOLE ? onOtherFile : () => setPart(WHOLE)} />;
  if (!query.data) return wait;
  const { sheet, header } = query.data;
  return <Review key={`${sheet ?? ''}/${header}`} proposal={query.data} part={part} busy={query.isPlaceholderData} onPart={setPart} onMade={onMade} onOtherFile={onOtherFile} />;
}
