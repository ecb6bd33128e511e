/** The logo: dropped or chosen, shown as it is, taken away again. */
import { useState } from 'react';
import { Button } from 'antd';
import { ImageUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FileDrop } from '@/ui/FileDrop';
import { FormItem } from '@/ui/FormItem';
import { logoUrl } from '@/ui/look';
import { dataUrlOf, LOGO_BYTES } from './api';
import css from './look.module.css';

export interface LogoFieldProps {
  /** Which logo is stored, or the data URL of a new one. */
  value: string | null;
  error?: string;
  onChange: (logo: string | null) => void;
}

export const logoSource = (logo: string) => (logo.startsWith('data:') ? logo : logoUrl(logo));

export function LogoField({ value, error, onChange }: LogoFieldProps) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File) => {
    // The server looks closer; this spares the way there.
    if (!['image/png', 'image/jpeg', 'image/webp'].includes(file.type)) return setProblem(t('look.logoType', { name: file.name }));
    if (file.size > LOGO_BYTES) return setProblem(t('look.logoSize', { name: file.name, size: Math.ceil(file.size / 1024), max: LOGO_BYTES / 1024 }));
    setProblem(null);
    onChange(await dataUrlOf(file));
  };
  return (
    <FormItem group label={t('look.logo')} hint={t('look.logoHint')} error={problem ?? error}>
      {({ describedBy }) => (
        <FileDrop className={css.drop} accept=".png,.jpg,.jpeg,.webp" label={t('look.logoChoose')} onFile={(file) => void take(file)}>
          {(choose) => (
            <>
              {value ? <img className={css.logo} src={logoSource(value)} alt={t('look.logo')} /> : <ImageUp size={20} strokeWidth={1.75} aria-hidden />}
              <Button onClick={choose} aria-describedby={describedBy}>
                {t(value ? 'look.logoOther' : 'look.logoChoose')}
              </Button>
              {value && (
                <Button
                  type="text"
                  onClick={() => {
                    setProblem(null);
                    onChange(null);
                  }}
                >
                  {t('look.logoRemove')}
                </Button>
              )}
            </>
          )}
        </FileDrop>
      )}
    </FormItem>
  );
}
