/** Speaking instead of typing; there only where the browser can do it. */
import { useEffect } from 'react';
import { Mic } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/ui/IconButton';
import { canDictate, useDictation, type DictationFault } from './dictation';
import css from './compose.module.css';

export interface DictateButtonProps {
  onWords: (words: string) => void;
  onFault: (fault: DictationFault | null) => void;
}

function Button({ onWords, onFault }: DictateButtonProps) {
  const { t, i18n } = useTranslation();
  const { listening, fault, toggle } = useDictation(i18n.language, onWords);
  useEffect(() => onFault(fault), [fault]);
  return (
    <IconButton label={t(listening ? 'timeline.dictateStop' : 'timeline.dictate')} className={css.mic} aria-pressed={listening} onClick={toggle}>
      <Mic size={16} strokeWidth={1.75} aria-hidden />
    </IconButton>
  );
}

export const DictateButton = (props: DictateButtonProps) => (canDictate() ? <Button {...props} /> : null);
