/** The device's camera beside the choice of files: one photo with each tap, as many as the field takes. */
import { useRef, useState } from 'react';
import { Camera } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import css from './files.module.css';

interface TakePhotoProps {
  /** Of the field. */
  label: string;
  disabled: boolean;
  onTaken: (files: File[]) => void;
}

export function TakePhoto({ label, disabled, onTaken }: TakePhotoProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [taken, setTaken] = useState(false);
  const text = t(taken && !disabled ? 'fields.takeAnother' : 'fields.takePhoto');
  return (
    <>
      <input
        ref={input}
        className={css.hidden}
        type="file"
        tabIndex={-1}
        aria-hidden
        accept="image/*"
        capture="environment"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same name twice in a row is another photo, and would be no change.
          event.target.value = '';
          setTaken(taken || files.length > 0);
          onTaken(files);
        }}
      />
      <button type="button" className={css.camera} disabled={disabled} aria-label={`${text} ${label}`} onClick={() => input.current?.click()}>
        <Camera size={16} aria-hidden />
        {text}
      </button>
    </>
  );
}
