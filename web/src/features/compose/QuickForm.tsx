/** Writing a follow-up or a task below a record: what, how, when next; everything else unfolds. Ctrl+Enter saves. */
import { useEffect, useRef, useState, type ClipboardEvent, type DragEvent } from 'react';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, Paperclip } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { invalidateRecord } from '@/api/live';
import { isWritable } from '@/api/meta';
import type { Field, ObjectMeta, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { isEmpty } from '@/fields/types';
import { IconButton } from '@/ui/IconButton';
import { useCreate } from '../form/useCreate';
import { DictateButton } from './DictateButton';
import type { DictationFault } from './dictation';
import { readDraft, writeDraft } from './draft';
import { insertAt } from './insert';
import { PhrasesButton } from './PhrasesButton';
import { PickButton } from './PickButton';
import { fieldIn, Problems, Text, Ways } from './QuickParts';
import { placesOf, RELATED, type Shape } from './shape';
import { WhenButton } from './WhenButton';
import css from './compose.module.css';

export interface QuickFormProps {
  /** What is written, and in which form. */
  writes: ObjectMeta;
  shape: Shape;
  /** What it is written about. */
  meta: ObjectMeta;
  id: string;
  /** Names the form, and what is typed in it. */
  label: string;
  placeholder: string;
  /** Changes when someone asks to write: the text takes the focus. */
  focusAt: number;
  onSaved?: (record: RecordData) => void;
}

export function QuickForm({ writes, shape, meta, id, label, placeholder, focusAt, onSaved }: QuickFormProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [given] = useState(() => ({ [RELATED]: { object: meta.name, id, name: '' } }));
  const [begun] = useState(() => readDraft(writes.name, meta.name, id));
  const form = useCreate(writes, given, { begun, offline: t('timeline.keptOffline') });
  const places = placesOf(form.sections.flatMap((section) => section.fields), shape);
  const { text, ways, when, files } = places;
  const [withFiles, setWithFiles] = useState(false);
  const [more, setMore] = useState(false);
  const [dropped, setDropped] = useState<File[]>([]);
  const [voice, setVoice] = useState<DictationFault | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const written = text ? String(form.draft[text.name] ?? '') : '';
  const faulty = (field: Field) => form.faults[field.name] !== undefined || form.messages[field.name] !== undefined;
  const filesShown = files && (withFiles || !isEmpty(form.draft[files.name]) || faulty(files));
  // What has to be mended is brought to sight, and stays there while it is mended.
  const amiss = places.rest.some(faulty);
  useEffect(() => {
    if (amiss) setMore(true);
  }, [amiss]);

  useEffect(() => {
    if (focusAt === 0) return;
    area.current?.focus();
    area.current?.scrollIntoView({ block: 'center' });
  }, [focusAt]);
  useEffect(() => writeDraft(writes.name, meta.name, id, form.changed, shape.ways), [writes.name, meta.name, id, form.changed, shape.ways]);

  const save = async () => {
    if (!written.trim() || form.busy) return;
    const record = await form.save(Boolean(form.doubt && !form.doubt.blocked));
    if (!record) return;
    form.reset(shape.ways ? { [shape.ways]: form.draft[shape.ways] ?? null } : {});
    setWithFiles(false);
    setMore(false);
    invalidateRecord(queryClient, meta.name, id);
    onSaved?.(record);
  };
  /** Where the caret is; at the end when nobody has been in the text. */
  const put = (words: string) => {
    const box = area.current;
    if (!text || !box) return;
    const next = insertAt(written, box.selectionStart, box.selectionEnd, words);
    form.set(text.name, next.text);
    requestAnimationFrame(() => {
      box.focus();
      box.setSelectionRange(next.caret, next.caret);
    });
  };

  /** Files that come by hand: beside the text, not into it. */
  const take = (event: ClipboardEvent | DragEvent, given: DataTransfer) => {
    if (!files || given.files.length === 0 || given.getData('text/plain')) return;
    event.preventDefault();
    setWithFiles(true);
    setDropped([...given.files]);
  };

  if (!text || !isWritable(text)) return null;
  const FilesEditor = files && kindOf(files).Editor;
  const tools = (
    <span className={css.tools}>
      {when && <WhenButton field={when} quick={shape.when} value={(form.draft[when.name] as string | null) ?? null} onChange={(value) => form.set(when.name, value)} />}
      {places.picks.map((field) => (
        <PickButton key={field.name} field={field} value={form.draft[field.name] ?? null} untouched={!(field.name in form.changed)} onChange={(value) => form.set(field.name, value)} />
      ))}
      {files && (
        <IconButton label={t('timeline.addTo', { name: files.label })} aria-expanded={filesShown || false} active={filesShown} onClick={() => setWithFiles((before) => !before)}>
          <Paperclip size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      )}
      <DictateButton onWords={put} onFault={setVoice} />
      {text.kind === 'long_text' && <PhrasesButton typed={written} onPick={put} />}
      {places.rest.length > 0 && (
        <button type="button" className={css.tool} aria-label={t('timeline.moreFields')} aria-expanded={more} onClick={() => setMore(!more)}>
          {t('timeline.more')}
          <ChevronDown size={14} aria-hidden className={css.turn} />
        </button>
      )}
    </span>
  );
  return (
    <form
      className={css.composer}
      aria-label={label}
      noValidate
      onDragOver={(event) => files && event.preventDefault()}
      onDrop={(event) => take(event, event.dataTransfer)}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
          event.preventDefault();
          void save();
        }
      }}
    >
      {ways && <Ways field={ways} id={id} form={form} />}
      <Text field={text} form={form} label={text.label} placeholder={placeholder} area={area} onPaste={(event) => take(event, event.clipboardData)} />
      <Problems form={form} places={places} voice={voice} />
      {filesShown && FilesEditor && (
        <div className={css.files}>
          <FilesEditor field={files} value={form.draft[files.name] ?? null} begin={dropped} invalid={faulty(files)} onChange={(value, fault) => form.set(files.name, value, fault)} />
        </div>
      )}
      {more && <div className={css.rest}>{places.rest.map(fieldIn(form))}</div>}
      <div className={css.foot}>
        {tools}
        <span className={css.hint}>{t('timeline.keyHint')}</span>
        <Button type="primary" size="small" htmlType="submit" loading={form.busy} disabled={!written.trim()}>
          {t(form.doubt && !form.doubt.blocked ? 'form.saveAnyway' : 'common.save')}
        </Button>
      </div>
    </form>
  );
}
