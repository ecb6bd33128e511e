/** The record on the screen is out of sight now: what happened, what was typed and isn't saved, and where to go. */
import { useState, type ReactNode } from 'react';
import { Button } from 'antd';
import { Link } from '@tanstack/react-router';
import { Copy, EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { typedText } from '@/fields/registry';
import { copyText } from '@/ui/clipboard';
import { StateView } from '@/ui/States';
import { toast } from '@/ui/toast';
import { readDraft } from '../compose/draft';
import { FOLLOW_UP, TASK, type Shape } from '../compose/shape';
import { readComment } from '../talk/draft';
import { readKept } from './kept';
import css from './GonePanel.module.css';

interface Typed {
  label: string;
  text: string;
}

function useTyped(meta: ObjectMeta, id: string): Typed[] {
  const { t } = useTranslation();
  const context = useFormatContext();
  const [typed] = useState(() => {
    const fields = Object.entries(readKept(meta.name, id)).flatMap(([name, { value }]) => {
      const field = fieldOf(meta, name);
      return field ? [{ label: field.label, text: typedText(value, field, context) }] : [];
    });
    const written = ({ object, text }: Shape) => String(readDraft(object, meta.name, id)[text] ?? '');
    const said = [
      { label: t('record.typedFollowUp'), text: written(FOLLOW_UP) },
      { label: t('record.typedTask'), text: written(TASK) },
      { label: t('record.typedComment'), text: readComment(meta.name, id).body },
    ];
    return [...fields, ...said].filter((one) => one.text.trim() !== '');
  });
  return typed;
}

/** `back` stands in place of the link to the list, where one is there already. */
export function GonePanel({ meta, id, back }: { meta: ObjectMeta; id: string; back?: ReactNode }) {
  const { t } = useTranslation();
  const typed = useTyped(meta, id);
  const copy = async (all: Typed[]) => {
    await copyText(all.length === 1 ? (all[0]?.text ?? '') : all.map((one) => `${one.label}: ${one.text}`).join('\n'));
    toast({ text: t('common.copied') });
  };
  return (
    <div className={css.gone}>
      <StateView icon={EyeOff} tone="grey" title={t('record.gone', { name: meta.label })} hint={t('record.goneHint')}>
        {back ?? (
          <Link to="/o/$object" params={{ object: meta.name }} search={{}}>
            {t('record.backTo', { name: meta.plural })}
          </Link>
        )}
      </StateView>
      {typed.length > 0 && (
        <section className={css.typed} aria-label={t('record.typed')}>
          <header>
            <h2>{t('record.typed')}</h2>
            <Button size="small" icon={<Copy size={13} aria-hidden />} onClick={() => void copy(typed)}>
              {t('record.copyTyped')}
            </Button>
          </header>
          <dl>
            {typed.map((one) => (
              <div key={one.label}>
                <dt>{one.label}</dt>
                <dd>{one.text}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
