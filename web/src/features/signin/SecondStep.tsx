/** The second step of a sign-in: a one-time password from the app, or a recovery code. */
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Button, type InputRef } from 'antd';
import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CodeField } from '@/features/trust/CodeField';
import css from './SignIn.module.css';

export interface SecondStepProps {
  busy: boolean;
  wrong: boolean;
  children?: ReactNode;
  onBack: () => void;
  onSubmit: (code: string) => void;
}

export function SecondStep({ busy, wrong, children, onBack, onSubmit }: SecondStepProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState(false);
  const [typed, setTyped] = useState(false);
  const field = useRef<InputRef>(null);
  useEffect(() => {
    if (!busy) field.current?.focus({ cursor: 'all' });
  }, [busy]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!code.trim());
    setTyped(false);
    if (code.trim() && !busy) onSubmit(code);
  };
  const error = missing ? t('signin.needCode') : wrong && !typed && !busy ? t('signin.wrongCode') : null;
  return (
    <form className={css.form} onSubmit={send} noValidate>
      {children}
      <CodeField
        label={t('signin.code')}
        hint={t('signin.codeHint')}
        error={error}
        value={code}
        inputRef={field}
        onChange={(value) => {
          setCode(value);
          setMissing(false);
          setTyped(true);
        }}
      />
      <Button className={css.submit} type="primary" size="large" htmlType="submit" block loading={busy}>
        {busy ? t('signin.busy') : t('signin.submit')}
      </Button>
      <Button type="link" icon={<ArrowLeft size={14} aria-hidden />} onClick={onBack}>
        {t('signin.otherAccount')}
      </Button>
    </form>
  );
}
