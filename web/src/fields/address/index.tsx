/** A region and the line that a courier reads. */
import { MapPinHouse } from 'lucide-react';
import { lazyEditor } from '../shared/lazyEditor';
import { TextFilter } from '../shared/filters';
import { loadedRegions, regionName } from '../shared/regions';
import { Dash, Line } from '../shared/show';
import { isEmpty, type EditorProps, type FieldKind, type FilterEditorProps, type ShowProps } from '../types';
import css from '../shared/show.module.css';
import { asAddress, useMapLink, useWords } from './words';

const Editor = lazyEditor<EditorProps>(() => import('./AddressEditor'));
const Region = lazyEditor<EditorProps>(() => import('../shared/RegionEditor'));

/** In a region, or with these words in the line. */
function AddressFilter(props: FilterEditorProps) {
  const { field, op, value, onChange } = props;
  if (op !== 'under') return <TextFilter {...props} />;
  return <Region field={{ ...field, required: false }} value={typeof value === 'string' ? value : null} onChange={onChange} />;
}

function Cell({ value }: ShowProps) {
  const words = useWords(value);
  return isEmpty(value) ? <Dash /> : <Line title={words}>{words}</Line>;
}

function View({ value }: ShowProps) {
  const words = useWords(value);
  const link = useMapLink(value);
  if (isEmpty(value)) return <Dash />;
  if (!link) return <span className={css.text}>{words}</span>;
  return (
    <a className={css.link} href={link} onClick={(event) => event.stopPropagation()}>
      {words}
    </a>
  );
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
