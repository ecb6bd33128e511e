/** Six digits from an app, or a recovery code. */
import { Input, type InputRef } from 'antd';
import type { Ref } from 'react';
import { FormItem } from '@/ui/FormItem';

export interface CodeFieldProps {
  label: string;
  hint?: string;
  error?: string | null;
  value: string;
  inputRef?: Ref<InputRef>;
  onChange: (value: string) => void;
  onEnter?: () => void;
}

export function CodeField({ label, hint, error, value, inputRef, onChange, onEnter }: CodeFieldProps) {
  return (
    <FormItem label={label} hint={hint} error={error}>
      {({ id, describedBy, invalid }) => (
        <Input
          id={id}
          ref={inputRef}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={20}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          status={invalid ? 'error' : undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onPressEnter={onEnter}
        />
      )}
    </FormItem>
  );
}
