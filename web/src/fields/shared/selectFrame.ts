/** What every antd select of ours has in common, in forms and in cells. */
import type { KeyboardEvent, Ref } from 'react';
import type { RefSelectProps, SelectProps } from 'antd';
import type { EditorProps } from '../types';

const begun = new WeakSet<HTMLInputElement>();

/** What was typed, or written with an input method, before the list was open begins its search: as if typed into it, once. */
function begin(select: RefSelectProps | null, text: string) {
  const box = select?.nativeElement.querySelector('input');
  if (!box || box.readOnly || begun.has(box)) return;
  begun.add(box);
  // React hears of a value only when it has not seen it set.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, text);
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

export function selectFrame(props: EditorProps): SelectProps & { ref?: Ref<RefSelectProps> } {
  const { initialText } = props;
  return {
    ref: initialText ? (select) => begin(select, initialText) : undefined,
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
