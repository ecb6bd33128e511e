/** The company's logo, else the first character of what the program is called there, else the mark of Shuke. */
import { useTranslation } from 'react-i18next';
import { logoUrl, useLook } from './look';
import css from './Mark.module.css';

export function Mark({ className = '' }: { className?: string }) {
  const { t } = useTranslation();
  const { logo, product } = useLook();
  if (logo) return <img className={`${className} ${css.logo}`} src={logoUrl(logo)} alt="" />;
  return (
    <span className={className} aria-hidden>
      {product ? [...product][0] : t('shell.mark')}
    </span>
  );
}
