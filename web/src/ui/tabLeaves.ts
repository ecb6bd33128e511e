/** Tab out of a list of many picks. The library takes Tab for a pick, so that what Enter has just picked would be given up again. */
import type { KeyboardEvent } from 'react';

/** For `onInputKeyDown` of a select with `mode`. */
export function tabLeaves(event: KeyboardEvent) {
  if (event.key === 'Tab') event.stopPropagation();
}
