/** What every antd select of ours has in common, in forms and in cells. */
import type { KeyboardEvent } from 'react';
import type { SelectProps } from 'antd';
import type { EditorProps } from '../types';

export function selectFrame(props: EditorProps): SelectProps {
  return {
    id: props.id,
    autoFocus: props.autoFocus,
    status: props.invalid ? 'error' : undefined,
    variant: props.inCell ? 'borderless' : 'outlined',
    'aria-label': props.id ? undefined : props.field.label,
    'aria-describedby': props.describedBy,
    'aria-required': props.field.required || undefined,
    'aria-invalid': props.invalid || undefined,
    popupMatchSelectWidth: props.inCell ? 220 : true,
    onInputKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape' && props.onCancel) {
        event.stopPropagation();
        props.onCancel();
      }
    },
  };
}
