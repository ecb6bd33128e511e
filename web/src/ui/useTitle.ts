/** The window's title follows the page. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

export function useTitle(title: string | undefined) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = title ? `${title} · ${t('shell.product')}` : t('shell.product');
  }, [title, t]);
}
