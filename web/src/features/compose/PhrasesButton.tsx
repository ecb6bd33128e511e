import { useState } from 'react';
import { MessageSquareQuote } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may, useObjectMeta } from '@/api/meta';
import { Floating } from '@/ui/Floating';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';

const Phrases = later(async () => (await import('./Phrases')).default);

export function PhrasesButton({ typed, onPick }: { typed: string; onPick: (text: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const meta = useObjectMeta('phrase');
  if (!meta || !may(meta, 'read')) return null;
  const pick = (text: string) => {
    setOpen(false);
    onPick(text);
  };
  return (
    <Floating open={open} onOpenChange={setOpen} title={meta.plural} width={360} placement="bottomLeft" content={<Phrases meta={meta} typed={typed} onPick={pick} />}>
      <IconButton label={t('timeline.phrases', { name: meta.plural })}>
        <MessageSquareQuote size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </Floating>
  );
}
