/** The quiet left half on wide screens: one sentence, and the product's own pieces as a still life. */
import { MessageSquare, Phone, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '@/ui/Avatar';
import { useProduct } from '@/ui/look';
import { Mark } from '@/ui/Mark';
import { Tag } from '@/ui/Tag';
import type { Tone } from '@/ui/tokens';
import css from './Showcase.module.css';

type StageKey = 'new' | 'following' | 'won';
const ROWS: { key: 'a' | 'b' | 'c'; stage: StageKey; tone: Tone }[] = [
  { key: 'a', stage: 'following', tone: 'brand' },
  { key: 'b', stage: 'new', tone: 'info' },
  { key: 'c', stage: 'won', tone: 'ok' },
];

export function Showcase() {
  const { t } = useTranslation();
  const product = useProduct();
  return (
    <aside className={css.half} aria-label={product}>
      <p className={css.brand}>
        <Mark className={css.mark} />
        {product}
      </p>
      <p className={css.claim}>{t('signin.claim')}</p>
      <p className={css.more}>{t('signin.claimMore')}</p>
      <div className={css.still} aria-hidden>
        <div className={css.card}>
          <p className={css.search}>
            <Search size={14} strokeWidth={1.75} />
            {t('signin.show.search')}
          </p>
          {ROWS.map((row) => (
            <p className={css.row} key={row.key}>
              <Avatar name={t(`signin.show.${row.key}.name`)} seed={row.key} size={24} square />
              <span className={css.name}>{t(`signin.show.${row.key}.name`)}</span>
              <Tag tone={row.tone} dot>
                {t(`signin.show.stage.${row.stage}`)}
              </Tag>
              <span className={css.amount}>{t(`signin.show.${row.key}.amount`)}</span>
            </p>
          ))}
        </div>
        <div className={`${css.card} ${css.note}`}>
          <p className={css.who}>
            <span className={css.disc}>
              <Phone size={13} strokeWidth={1.75} />
            </span>
            <b>{t('signin.show.actor')}</b>
            <span className={css.verb}>{t('signin.show.verb')}</span>
          </p>
          <p className={css.words}>{t('signin.show.words')}</p>
          <p className={css.next}>
            <MessageSquare size={13} strokeWidth={1.75} />
            {t('signin.show.next')}
          </p>
        </div>
      </div>
    </aside>
  );
}
