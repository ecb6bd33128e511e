/** Writes rich text: a bar of named buttons over an editing area that knows the usual keys (Ctrl+B, lists by "- " and so on). */
import { useEffect, useReducer, useRef, useState, type KeyboardEvent } from 'react';
import { Editor } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';
import { Button, Input } from 'antd';
import { Bold, Heading2, Heading3, Italic, Link2, List, ListOrdered, Redo2, RemoveFormatting, SquareCode, Strikethrough, TextQuote, Underline, Undo2, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/ui/IconButton';
import type { EditorProps, Fault } from '../types';
import { textOf } from '../shared/textKind';
import { linkOf } from './Rich';
import { fromPlain, plainOf } from './plain';
import css from './rich.module.css';

type Act = 'bold' | 'italic' | 'underline' | 'strike' | 'heading' | 'subheading' | 'bullets' | 'numbers' | 'quote' | 'code' | 'link' | 'plain' | 'undo' | 'redo';

interface Tool {
  act: Act;
  icon: LucideIcon;
  on?: (editor: Editor) => boolean;
  can?: (editor: Editor) => boolean;
  run?: (editor: Editor) => void;
}

const GROUPS: Tool[][] = [
  [
    { act: 'bold', icon: Bold, on: (it) => it.isActive('bold'), run: (it) => it.chain().focus().toggleBold().run() },
    { act: 'italic', icon: Italic, on: (it) => it.isActive('italic'), run: (it) => it.chain().focus().toggleItalic().run() },
    { act: 'underline', icon: Underline, on: (it) => it.isActive('underline'), run: (it) => it.chain().focus().toggleUnderline().run() },
    { act: 'strike', icon: Strikethrough, on: (it) => it.isActive('strike'), run: (it) => it.chain().focus().toggleStrike().run() },
  ],
  [
    { act: 'heading', icon: Heading2, on: (it) => it.isActive('heading', { level: 2 }), run: (it) => it.chain().focus().toggleHeading({ level: 2 }).run() },
    { act: 'subheading', icon: Heading3, on: (it) => it.isActive('heading', { level: 3 }), run: (it) => it.chain().focus().toggleHeading({ level: 3 }).run() },
    { act: 'bullets', icon: List, on: (it) => it.isActive('bulletList'), run: (it) => it.chain().focus().toggleBulletList().run() },
    { act: 'numbers', icon: ListOrdered, on: (it) => it.isActive('orderedList'), run: (it) => it.chain().focus().toggleOrderedList().run() },
    { act: 'quote', icon: TextQuote, on: (it) => it.isActive('blockquote'), run: (it) => it.chain().focus().toggleBlockquote().run() },
    { act: 'code', icon: SquareCode, on: (it) => it.isActive('codeBlock'), run: (it) => it.chain().focus().toggleCodeBlock().run() },
    { act: 'link', icon: Link2, on: (it) => it.isActive('link') },
  ],
  [
    { act: 'plain', icon: RemoveFormatting, run: (it) => it.chain().focus().unsetAllMarks().clearNodes().run() },
    { act: 'undo', icon: Undo2, can: (it) => it.can().undo(), run: (it) => it.chain().focus().undo().run() },
    { act: 'redo', icon: Redo2, can: (it) => it.can().redo(), run: (it) => it.chain().focus().redo().run() },
  ],
];

/** What people type as an address: "www.example.com", "a@example.com" or a whole one. */
function addressOf(typed: string): string | undefined {
  const text = typed.trim();
  if (!text) return undefined;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return linkOf(text);
  return linkOf(/^[^\s/@]+@[^\s/@]+$/.test(text) ? `mailto:${text}` : `https://${text}`);
}

export default function RichEditor(props: EditorProps) {
  const { field, value, onChange, onCommit, onCancel } = props;
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const sent = useRef(textOf(value));
  const call = useRef(onChange);
  call.current = onChange;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [address, setAddress] = useState<string | null>(null);

  useEffect(() => {
    const made = new Editor({
      element: place.current,
      content: props.initialText !== undefined ? fromPlain(props.initialText) : sent.current,
      extensions: [StarterKit.configure({ heading: { levels: [1, 2, 3] }, dropcursor: false, link: { openOnClick: false, defaultProtocol: 'https', protocols: ['mailto'] } })],
      editorProps: {
        attributes: {
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': field.label,
          ...(props.id ? { id: props.id } : {}),
          ...(props.describedBy ? { 'aria-describedby': props.describedBy } : {}),
          ...(field.required ? { 'aria-required': 'true' } : {}),
        },
      },
      onUpdate: () => {
        const html = made.isEmpty ? '' : made.getHTML();
        sent.current = html;
        const most = field.max_length;
        const fault: Fault | undefined = most !== undefined && [...plainOf(html)].length > most ? { code: 'length', limit: most } : undefined;
        call.current(html || null, fault);
      },
      onTransaction: redraw,
    });
    editor.current = made;
    if (props.autoFocus) made.commands.focus('end');
    redraw();
    return () => made.destroy();
    // One editor as long as the field is shown; what changes outside is followed below.
  }, []);

  // A value set from elsewhere (reset, "save and new") replaces the text.
  useEffect(() => {
    if (textOf(value) === sent.current) return;
    sent.current = textOf(value);
    editor.current?.commands.setContent(sent.current, { emitUpdate: false });
  }, [value]);

  const now = editor.current;
  const setLink = () => {
    const href = addressOf(address ?? '');
    if (!now || !href) return;
    const at = now.chain().focus().extendMarkRange('link');
    if (now.state.selection.empty && !now.isActive('link')) at.insertContent({ type: 'text', text: (address ?? '').trim(), marks: [{ type: 'link', attrs: { href } }] }).run();
    else at.setLink({ href }).run();
    setAddress(null);
  };
  const press = (tool: Tool) => {
    if (!now) return;
    if (tool.act === 'link') setAddress(address === null ? String(now.getAttributes('link').href ?? '') : null);
    else tool.run?.(now);
  };
  /** One stop for Tab; arrows go along the bar. */
  const along = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !bar.current) return;
    const all = [...bar.current.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
    const next = all[(all.indexOf(document.activeElement as HTMLButtonElement) + step + all.length) % all.length];
    event.preventDefault();
    next?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && onCommit) {
      event.preventDefault();
      event.stopPropagation();
      onCommit();
    } else if (event.key === 'Enter') event.stopPropagation();
    else if (event.key === 'Escape' && onCancel) {
      event.stopPropagation();
      onCancel();
    }
  };

  let first = true;
  return (
    <div className={css.box} data-cell={props.inCell || undefined} data-invalid={props.invalid || undefined} onKeyDown={keys}>
      <div ref={bar} className={css.bar} role="toolbar" aria-label={t('fields.rich.bar', { name: field.label })} onKeyDown={along}>
        {GROUPS.map((tools, at) => [
          at > 0 && <span key={`gap${at}`} className={css.gap} aria-hidden />,
          ...tools.map((tool) => {
            const on = now ? tool.on?.(now) : undefined;
            const stop = first;
            first = false;
            return (
              <IconButton key={tool.act} size="small" tabIndex={stop ? 0 : -1} label={t(`fields.rich.${tool.act}`)} active={on} aria-pressed={tool.on ? Boolean(on) : undefined} aria-expanded={tool.act === 'link' ? address !== null : undefined} disabled={!now || (tool.can ? !tool.can(now) : false)} onMouseDown={(event) => event.preventDefault()} onClick={() => press(tool)}>
                <tool.icon size={15} aria-hidden />
              </IconButton>
            );
          }),
        ])}
      </div>
      {address !== null ? (
        <div className={css.link}>
          <Input
            size="small"
            autoFocus
            value={address}
            placeholder="https://"
            aria-label={t('fields.rich.address')}
            status={address.trim() && !addressOf(address) ? 'error' : undefined}
            onChange={(event) => setAddress(event.target.value)}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === 'Enter') {
                event.preventDefault();
                setLink();
              } else if (event.key === 'Escape') setAddress(null);
            }}
          />
          <Button size="small" type="primary" disabled={!addressOf(address)} onClick={setLink}>
            {t('common.confirm')}
          </Button>
          {now?.isActive('link') && (
            <Button
              size="small"
              onClick={() => {
                now.chain().focus().extendMarkRange('link').unsetLink().run();
                setAddress(null);
              }}
            >
              {t('fields.rich.unlink')}
            </Button>
          )}
        </div>
      ) : (
        <span />
      )}
      <div className={css.page}>
        <div ref={place} className={css.rich} />
      </div>
    </div>
  );
}
