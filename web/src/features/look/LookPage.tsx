/** What the program is called, its logo and its colour: tried out in light and dark before it is saved. */
import { useState } from 'react';
import { Button, Input } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import type { Look } from '@/api/types';
import { FormItem } from '@/ui/FormItem';
import { RefusalNotice } from '@/ui/RefusalNotice';
import { Sheet } from '@/ui/Sheet';
import { isColor } from '@/ui/shades';
import { toast } from '@/ui/toast';
import { UnsavedGuard } from '@/ui/UnsavedGuard';
import { useSave } from '@/ui/useSave';
import { useTitle } from '@/ui/useTitle';
import { saveLook } from './api';
import { ColorField } from './ColorField';
import { LogoField } from './LogoField';
import { Preview } from './Preview';
import css from './look.module.css';

const USUAL: Look = { product: null, color: null, logo: null };

export function LookPage() {
  const { t } = useTranslation();
  useTitle(t('look.title'));
  const queryClient = useQueryClient();
  const stored = useMe().company.look ?? USUAL;
  const [changes, setChanges] = useState<Partial<Look>>({});
  const { save, saving, refusal, forget } = useSave();
  const draft: Look = { ...stored, ...changes };
  const changed = (Object.keys(changes) as (keyof Look)[]).filter((name) => (changes[name] || null) !== stored[name]);
  const dirty = changed.length > 0;
  const usual = !draft.product && !draft.color && !draft.logo;
  const change = (part: Partial<Look>) => {
    forget();
    setChanges((before) => ({ ...before, ...part }));
  };
  const send = () =>
    save(async () => {
      await saveLook(queryClient, Object.fromEntries(changed.map((name) => [name, changes[name] || null])));
      setChanges({});
      toast({ text: t('look.saved') });
    });
  return (
    <Sheet title={t('look.title')}>
      <UnsavedGuard dirty={dirty} />
      <div className={css.page}>
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <RefusalNotice refusal={refusal} />
          <FormItem label={t('look.product')} hint={t('look.productHint')} error={refusal?.fieldMessage('product')}>
            {({ id, invalid, describedBy }) => (
              <Input
                id={id}
                value={draft.product ?? ''}
                maxLength={40}
                placeholder={t('shell.product')}
                status={invalid ? 'error' : undefined}
                aria-describedby={describedBy}
                onChange={(event) => change({ product: event.target.value })}
              />
            )}
          </FormItem>
          <LogoField value={draft.logo} error={refusal?.fieldMessage('logo')} onChange={(logo) => change({ logo })} />
          <ColorField value={draft.color ?? ''} error={refusal?.fieldMessage('color')} onChange={(color) => change({ color })} />
          <div className={css.actions}>
            <Button type="primary" htmlType="submit" loading={saving} disabled={!dirty}>
              {t('common.save')}
            </Button>
            {dirty && <Button onClick={() => setChanges({})}>{t('common.revert')}</Button>}
            {!usual && (
              <Button type="text" onClick={() => change(USUAL)}>
                {t('look.reset')}
              </Button>
            )}
          </div>
        </form>
        <div className={css.previews}>
          <h2 className={css.heading}>{t('look.preview')}</h2>
          <Preview theme="light" look={{ ...draft, color: isColor(draft.color) ? draft.color : null }} />
          <Preview theme="dark" look={{ ...draft, color: isColor(draft.color) ? draft.color : null }} />
        </div>
      </div>
    </Sheet>
  );
}
