/** Sign-in and security: the own second factor and browsers; for administrators, the company's rules. */
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { Block } from '@/ui/Block';
import { later } from '@/ui/later';
import { Sheet } from '@/ui/Sheet';
import { Bars } from '@/ui/States';
import { useTitle } from '@/ui/useTitle';
import { FactorBlock } from './FactorBlock';
import { SessionList } from './SessionList';

const Rules = later(() => import('./Rules').then((module) => module.Rules), <Bars rows={3} />);

export function SecurityPage() {
  const { t } = useTranslation();
  useTitle(t('trust.title'));
  const me = useMe();
  return (
    <Sheet title={t('trust.title')} narrow>
      <Block wide title={t('trust.factor')} hint={t('trust.factorHint')}>
        <FactorBlock />
      </Block>
      <Block wide title={t('trust.sessions')} hint={t('trust.sessionsHint')}>
        <SessionList />
      </Block>
      {me.admin && (
        <Block wide title={t('trust.rules')} hint={t('trust.rulesHint')}>
          <Rules />
        </Block>
      )}
    </Sheet>
  );
}
