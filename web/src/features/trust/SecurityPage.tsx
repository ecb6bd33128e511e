/** Sign-in and security: the own second factor and browsers; for administrators, the company's rules. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { later } from '@/ui/later';
import { Sheet } from '@/ui/Sheet';
import { Bars } from '@/ui/States';
import { useTitle } from '@/ui/useTitle';
import { FactorBlock } from './FactorBlock';
import { SessionList } from './SessionList';
import css from './trust.module.css';

const Rules = later(() => import('./Rules').then((module) => module.Rules), <Bars rows={3} />);

export function SecurityPage() {
  const { t } = useTranslation();
  useTitle(t('trust.title'));
  const me = useMe();
  return (
    <Sheet title={t('trust.title')} narrow>
      <Block title={t('trust.factor')} hint={t('trust.factorHint')}>
        <FactorBlock />
      </Block>
      <Block title={t('trust.sessions')} hint={t('trust.sessionsHint')}>
        <SessionList />
      </Block>
      {me.admin && (
        <Block title={t('trust.rules')} hint={t('trust.rulesHint')}>
          <Rules />
        </Block>
      )}
    </Sheet>
  );
}

function Block({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <section className={css.block}>
      <div>
        <h2 className={css.title}>{title}</h2>
        <p className={css.hint}>{hint}</p>
      </div>
      <div className={css.fields}>{children}</div>
    </section>
  );
}
