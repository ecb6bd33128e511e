/** A list of many picks, or with `mode="tags"` of words of one's own. */
import { useRef } from 'react';
import { Select, type SelectProps } from 'antd';

type Option = NonNullable<SelectProps['options']>[number];

export interface ManySelectProps<V extends string, O extends Option> extends SelectProps<V[], O> {
  /** It stands in a cell of a table, which moves on with Tab. */
  inCell?: boolean;
}

/** Tab leaves it and changes nothing. The library takes Tab for a pick, so that what Enter has just picked would be given up again. */
export function ManySelect<V extends string = string, O extends Option = Option>({ inCell, onInputKeyDown, onChange, ...props }: ManySelectProps<V, O>) {
  /** Tab is down in a cell. */
  const tab = useRef(false);
  return (
    <Select<V[], O>
      mode="multiple"
      {...props}
      onInputKeyDown={(event) => {
        onInputKeyDown?.(event);
        tab.current = Boolean(inCell) && event.key === 'Tab';
        if (event.key !== 'Tab') return;
        // The table has to hear of it, and so does the library.
        if (!inCell) return event.stopPropagation();
        const typed = props.mode === 'tags' ? (event.currentTarget.value.trim() as V) : '';
        if (typed && !props.value?.includes(typed)) onChange?.([...(props.value ?? []), typed]);
      }}
      onChange={(...change) => {
        if (!tab.current) onChange?.(...change);
      }}
    />
  );
}
