/** A place where one file is dropped, or chosen by a button that stands in it. */
import { useRef, useState, type ReactNode } from 'react';
import css from './FileDrop.module.css';

export interface FileDropProps {
  className?: string;
  /** Endings that the choice offers. */
  accept: string;
  /** What the choice is called. */
  label: string;
  /** Nothing is taken for the moment. */
  disabled?: boolean;
  onFile: (file: File) => void;
  /** What stands there, with what opens the choice. */
  children: (choose: () => void) => ReactNode;
}

export function FileDrop({ className, accept, label, disabled = false, onFile, children }: FileDropProps) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div
      className={className}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file && !disabled) onFile(file);
      }}
    >
      {children(() => input.current?.click())}
      <input
        ref={input}
        className={css.input}
        type="file"
        accept={accept}
        aria-label={label}
        aria-hidden
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
