/** A place from the national table, stored as its six-digit code. */
import { MapPin } from 'lucide-react';
import { lazyEditor } from '../shared/lazyEditor';
import { loadedRegions, regionName, useRegions } from '../shared/regions';
import { Dash, Line } from '../shared/show';
import { textOf } from '../shared/textKind';
import { isEmpty, type EditorProps, type FieldKind, type FilterEditorProps, type ShowProps } from '../types';

const Editor = lazyEditor<EditorProps>(() => import('../shared/RegionEditor'));

/** A region as a filter means everything in it: the code itself and whatever lies below. */
function RegionFilter({ field, value, onChange }: FilterEditorProps) {
  return <Editor field={field} value={typeof value === 'string' ? value : null} onChange={onChange} />;
}

function Show({ value }: ShowProps) {
  const regions = useRegions();
  if (isEmpty(value)) return <Dash />;
  const code = textOf(value);
  return <Line title={regions ? regionName(code, regions.names) : code}>{regions ? regionName(code, regions.names) : '…'}</Line>;
}

const format = (code: string) => {
  const regions = loadedRegions();
  return regions ? regionName(code, regions.names) : code;
};

export const region: FieldKind = {
  icon: MapPin,
  align: 'left',
  width: 172,
  Cell: Show,
  View: Show,
  Editor,
  FilterEditor: RegionFilter,
  operators: ['under', 'empty', 'not_empty'],
  parse: (text) => {
    const clean = text.trim();
    if (!clean) return { value: null };
    if (/^\d{6}$/.test(clean)) return { value: clean };
    const names = loadedRegions()?.names;
    const found = names && [...names.keys()].find((code) => format(code).replace(/\s/g, '') === clean.replace(/\s/g, ''));
    return found ? { value: found } : { fault: { code: 'option' } };
  },
  format: (value) => (isEmpty(value) ? '' : format(textOf(value))),
  toWire: (value) => (isEmpty(value) ? null : value),
};
