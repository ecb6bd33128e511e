/** The yellow strip while the server can't be reached. */
import { WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useConnection } from './connection';
import css from './ConnectionStrip.module.css';

export function ConnectionStrip() {
  const { t } = useTranslation();
  const offline = useConnection() === 'offline';
  return (
    <div role="status">
      {offline && (
        <p className={css.strip}>
          <WifiOff size={14} aria-hidden />
          {t('shell.offline')}
        </p>
      )}
    </div>
  );
}
