/** All keys, by the place where they do something. */
import { Fragment } from 'react';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Kbd } from '@/ui/Kbd';
import { isMac } from '@/ui/useKeys';
import { GROUPS, SIGNS } from './keys';
import { closeKeyMap } from './store';
import css from './keys.module.css';

export default function KeyMap() {
  const { t } = useTranslation();
  const shown = (key: string) => (key === 'Ctrl' && isMac ? '⌘' : key === 'Space' ? t('keys.space') : (SIGNS[key] ?? key));
  return (
    <Modal open title={t('keys.title')} width={880} footer={null} onCancel={closeKeyMap}>
      <div className={css.groups}>
        {GROUPS.map(({ name, keys }) => (
          <section key={name} aria-label={t(`keys.${name}`)}>
            <h3 className={css.heading}>{t(`keys.${name}`)}</h3>
            <dl className={css.list}>
              {keys.map(({ does, ways }) => (
                <Fragment key={does}>
                  <dt>{t(`keys.does.${does}`)}</dt>
                  <dd>
                    {ways.map((way, at) => (
                      <span key={way.join()} className={css.way}>
                        {at > 0 && <span className={css.or}>{t('keys.or')}</span>}
                        {way.map((key) => (
                          <Kbd key={key}>{shown(key)}</Kbd>
                        ))}
                      </span>
                    ))}
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
