/** Signing with finger, pen or mouse; whoever can't draw types a name. The picture is sent when it is confirmed. */
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { Button, Input } from 'antd';
import { Check, Eraser, Keyboard, PenLine, Redo2, Trash2, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { sendFile, pictureUrl, type Sending } from '@/api/files';
import type { FileRef } from '@/api/types';
import { IconButton } from '@/ui/IconButton';
import { asFiles } from '../shared/fileKind';
import type { EditorProps } from '../types';
import { HEIGHT, SCALE, WIDTH, draw, onPaper, type Stroke } from './strokes';
import css from './signature.module.css';

export default function SignaturePad(props: EditorProps) {
  const { field, onChange, onCommit, onCancel } = props;
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [strokes, setStrokes] = useState<Stroke[]>([]);
  const [undone, setUndone] = useState<Stroke[]>([]);
  const [name, setName] = useState<string | null>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  const [wrong, setWrong] = useState('');
  const drawing = useRef<Stroke | null>(null);
  const [kept] = asFiles(props.value);
  // What was signed before is shown until somebody wants to sign anew.
  const [anew, setAnew] = useState(!kept);
  const keptId = kept?.id;
  useEffect(() => {
    setAnew(!keptId);
    setStrokes([]);
    setUndone([]);
    setName(null);
  }, [keptId]);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, strokes, name?.trim() ?? '');
  }, [strokes, name, anew]);
  const running = useRef(sending);
  running.current = sending;
  useEffect(() => () => running.current?.abort(), []);

  const value: FileRef[] | null = kept ? [kept] : null;
  const some = strokes.length > 0 || Boolean(name?.trim());
  /** Something that is drawn but not confirmed must not be lost by saving. */
  const tell = (open: boolean) => onChange(value, open ? { code: 'unsigned' } : undefined);
  const change = (next: Stroke[], back: Stroke[] = []) => {
    setStrokes(next);
    setUndone(back);
    tell(next.length > 0 || Boolean(name?.trim()));
  };
  const undo = () => change(strokes.slice(0, -1), [...undone, ...strokes.slice(-1)]);
  const redo = () => change([...strokes, ...undone.slice(-1)], undone.slice(0, -1));
  const clear = () => {
    setName((before) => (before === null ? null : ''));
    setStrokes([]);
    setUndone([]);
    tell(false);
  };

  const point = (event: PointerEvent<HTMLCanvasElement>) => onPaper(event.clientX, event.clientY, event.currentTarget.getBoundingClientRect());
  const pen = {
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => {
      if (event.button !== 0 || name !== null) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture?.(event.pointerId);
      drawing.current = [point(event)];
    },
    onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => {
      const stroke = drawing.current;
      if (!stroke || !canvas.current) return;
      const next = point(event);
      const last = stroke[stroke.length - 1];
      if (last && Math.hypot(next[0] - last[0], next[1] - last[1]) < 1) return;
      stroke.push(next);
      draw(canvas.current, [...strokes, stroke], '');
    },
    onPointerUp: () => {
      const stroke = drawing.current;
      drawing.current = null;
      if (stroke) change([...strokes, stroke]);
    },
    onPointerCancel: () => {
      drawing.current = null;
      if (canvas.current) draw(canvas.current, strokes, '');
    },
  };

  const confirm = () => {
    canvas.current?.toBlob((picture) => {
      if (!picture) return;
      setWrong('');
      onChange(value, { code: 'uploading' });
      const made = sendFile(new File([picture], 'signature.png', { type: 'image/png' }), () => undefined);
      setSending(made);
      made.done.then(
        (file) => {
          setSending(null);
          onChange([file]);
          onCommit?.([file]);
        },
        (error: unknown) => {
          const api = error instanceof ApiError ? error : null;
          if (api?.code === 'aborted') return;
          setSending(null);
          setWrong(api?.code === 'offline' ? t('errors.offline') : (api?.message ?? t('errors.failedHint')));
          tell(true);
        },
      );
    }, 'image/png');
  };

  // The field's label belongs to a button that says what it does itself.
  const named = (what: 'anew' | 'type' | 'draw') => `${field.label}: ${t(`fields.sign.${what}`)}`;
  const frame = { className: css.pad, 'data-cell': props.inCell || undefined, 'data-invalid': props.invalid || undefined };
  if (kept && !anew) {
    return (
      <div {...frame}>
        <img className={css.shown} src={pictureUrl(kept.id)} alt={field.label} />
        <span className={css.tools}>
          <Button id={props.id} size="small" aria-label={named('anew')} autoFocus={props.autoFocus} icon={<PenLine size={14} aria-hidden />} onClick={() => setAnew(true)}>
            {t('fields.sign.anew')}
          </Button>
          {!field.required && (
            <Button
              size="small"
              icon={<Trash2 size={14} aria-hidden />}
              onClick={() => {
                onChange(null);
                onCommit?.(null);
              }}
            >
              {t('common.remove')}
            </Button>
          )}
        </span>
      </div>
    );
  }
  return (
    <div
      {...frame}
      role="group"
      aria-label={field.label}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && onCancel) {
          event.stopPropagation();
          onCancel();
        }
      }}
    >
      {name !== null && (
        <Input
          id={props.id}
          autoFocus
          value={name}
          maxLength={40}
          placeholder={t('fields.sign.name')}
          aria-label={t('fields.sign.name')}
          onChange={(event) => {
            setName(event.target.value);
            tell(Boolean(event.target.value.trim()));
          }}
        />
      )}
      <span className={css.paper}>
        <canvas ref={canvas} className={css.canvas} width={WIDTH * SCALE} height={HEIGHT * SCALE} role="img" aria-label={t(some ? 'fields.sign.drawn' : 'fields.sign.blank', { name: field.label })} aria-describedby={props.describedBy} {...pen} />
        {!some && name === null && (
          <span className={css.hint} aria-hidden>
            {t('fields.sign.here')}
          </span>
        )}
      </span>
      <span className={css.tools}>
        {name === null && (
          <>
            <IconButton size="small" label={t('fields.rich.undo')} disabled={!strokes.length} onClick={undo}>
              <Undo2 size={15} aria-hidden />
            </IconButton>
            <IconButton size="small" label={t('fields.rich.redo')} disabled={!undone.length} onClick={redo}>
              <Redo2 size={15} aria-hidden />
            </IconButton>
          </>
        )}
        <IconButton size="small" label={t('fields.sign.clear')} disabled={!some} onClick={clear}>
          <Eraser size={15} aria-hidden />
        </IconButton>
        <Button
          id={name === null ? props.id : undefined}
          aria-label={named(name === null ? 'type' : 'draw')}
          size="small"
          type="text"
          icon={name === null ? <Keyboard size={14} aria-hidden /> : <PenLine size={14} aria-hidden />}
          onClick={() => {
            setStrokes([]);
            setUndone([]);
            setName(name === null ? '' : null);
            tell(false);
          }}
        >
          {t(name === null ? 'fields.sign.type' : 'fields.sign.draw')}
        </Button>
        <span className={css.spring} />
        {kept && (
          <Button
            size="small"
            onClick={() => {
              setAnew(false);
              clear();
            }}
          >
            {t('common.cancel')}
          </Button>
        )}
        <Button size="small" type="primary" icon={<Check size={14} aria-hidden />} disabled={!some} loading={sending !== null} onClick={confirm}>
          {t('fields.sign.use')}
        </Button>
      </span>
      {wrong && (
        <span className={css.wrong} role="alert">
          {wrong}
        </span>
      )}
    </div>
  );
}
