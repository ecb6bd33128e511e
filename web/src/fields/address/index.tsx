/** A region and the line that a courier reads. */
import { MapPinHouse } from 'lucide-react';
import type { Address } from '@/api/types';
import { lazyEditor } from '../shared/lazyEditor';
import { TextFilter } from '../shared/filters';
import { loadedRegions, regionName, useRegions } from '../shared/regions';
import { Dash, Line } from '../shared/show';
import { isEmpty, type EditorProps, type FieldKind, type FilterEditorProps, type ShowProps } from '../types';
import css from '../shared/show.module.css';

const Editor = lazyEditor<EditorProps>(() => import('./AddressEditor'));
const Region = lazyEditor<EditorProps>(() => import('../shared/RegionEditor'));

export const asAddress = (value: unknown): Address | null =>
  typeof value === 'object' && value !== null && ('region' in value || 'detail' in value) ? (value as Address) : null;

/** In a region, or with these words in the line. */
function AddressFilter(props: FilterEditorProps) {
  const { field, op, value, onChange } = props;
  if (op !== 'under') return <TextFilter {...props} />;
  return <Region field={{ ...field, required: false }} value={typeof value === 'string' ? value : null} onChange={onChange} />;
}

function useWords(value: unknown): string {
  const regions = useRegions();
  const address = asAddress(value);
  const region = address?.region ? (regions ? regionName(address.region, regions.names) : '…') : '';
  return [region, address?.detail ?? ''].filter(Boolean).join(' ');
}

function Cell({ value }: ShowProps) {
  const words = useWords(value);
  return isEmpty(value) ? <Dash /> : <Line title={words}>{words}</Line>;
}

function View({ value }: ShowProps) {
  const words = useWords(value);
  return isEmpty(value) ? <Dash /> : <span className={css.text}>{words}</span>;
}

const nameOf = (code: string) => {
  const regions = loadedRegions();
  return regions ? regionName(code, regions.names) : code;
};

export const address: FieldKind = {
  icon: MapPinHouse,
  align: 'left',
  width: 240,
  Cell,
  View,
  Editor,
  FilterEditor: AddressFilter,
  operators: ['under', 'contains', 'not_contains', 'empty', 'not_empty'],
  // Taken apart by the server, which knows every way to write a region.
  parse: (text) => ({ value: text.trim() ? { region: null, detail: text.trim() } : null }),
  format: (value) => {
    // In a filter: a region's code, or words.
    if (typeof value === 'string') return /^\d{6}$/.test(value) ? nameOf(value) : value;
    const known = asAddress(value);
    return [known?.region ? nameOf(known.region) : '', known?.detail ?? ''].filter(Boolean).join(' ');
  },
  toWire: (value) => asAddress(value),
};
