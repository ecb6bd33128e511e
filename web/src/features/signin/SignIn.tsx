/** The sign-in page: what this is on the left, the form on the right, language and theme above it. */
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { Button, Input, type InputRef } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { infoQuery } from '@/api/queries';
import type { Me } from '@/api/types';
import { useLook, useProduct } from '@/ui/look';
import { Mark } from '@/ui/Mark';
import { Notice } from '@/ui/Notice';
import { PasswordInput } from '@/ui/PasswordInput';
import { useTitle } from '@/ui/useTitle';
import { Showcase } from './Showcase';
import { Switches } from './Switches';
import { SecondStep } from './SecondStep';
import { useCountdown, useSignIn, type Refusal } from './useSignIn';
import css from './SignIn.module.css';

export interface SignInProps {
  /** The session has ended while the person was at work. */
  expired: boolean;
  onDone: (me: Me) => void;
}

export function SignIn({ expired, onDone }: SignInProps) {
  const { t } = useTranslation();
  const info = useQuery(infoQuery).data;
  const look = useLook();
  const product = useProduct();
  useTitle(t('signin.submit'));
  return (
    <div className={css.page}>
      <Showcase />
      <main className={css.side}>
        <div className={css.top}>
          <Switches />
        </div>
        <div className={css.box}>
          <Mark className={css.mark} />
          <h1 className={css.title}>{look.product ? t('signin.welcomeTo', { product: look.product }) : t('signin.welcome')}</h1>
          <p className={css.company}>{info?.company ? t('signin.company', { company: info.company }) : t('signin.toContinue')}</p>
          <SignInForm expired={expired} onDone={onDone} />
        </div>
        <p className={css.foot}>
          {product}
          {info && <span> {info.version}</span>}
        </p>
      </main>
    </div>
  );
}

function SignInForm({ expired, onDone }: SignInProps) {
  const { t } = useTranslation();
  const id = useId();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState<{ login?: boolean; password?: boolean }>({});
  const [capsLock, setCapsLock] = useState(false);
  const { busy, refusal, submit, forget } = useSignIn(onDone);
  const loginField = useRef<InputRef>(null);
  const passwordField = useRef<InputRef>(null);
  const wait = useCountdown(refusal?.kind === 'locked' ? refusal.until : null);
  const locked = refusal?.kind === 'locked' && wait > 0;

  useEffect(() => {
    // A wrong password is typed again at once; a missing server is only asked again.
    if (refusal?.kind === 'credentials') passwordField.current?.focus({ cursor: 'all' });
  }, [refusal]);

  const send = (event: FormEvent) => {
    event.preventDefault();
    const lacks = { login: !login.trim(), password: !password };
    setMissing(lacks);
    if (lacks.login) loginField.current?.focus();
    else if (lacks.password) passwordField.current?.focus();
    else if (!locked && !busy) void submit(login.trim(), password);
  };

  const [step, setStep] = useState(false);
  if (refusal?.kind === 'code' && !step) setStep(true);
  if (step && refusal?.kind !== 'locked') {
    const back = () => {
      setStep(false);
      forget();
    };
    const other = refusal && refusal.kind !== 'code' ? refusal : null;
    return (
      <SecondStep busy={busy} wrong={refusal?.kind === 'code' && refusal.wrong} onBack={back} onSubmit={(code) => void submit(login.trim(), password, code)}>
        {other && <RefusalNotice refusal={other} wait={0} />}
      </SecondStep>
    );
  }

  return (
    <form className={css.form} onSubmit={send} noValidate>
      {refusal ? <RefusalNotice refusal={refusal} wait={wait} /> : expired && <Notice tone="warn">{t('signin.expired')}</Notice>}
      <label className={css.label} htmlFor={`${id}-login`}>
        {t('signin.login')}
      </label>
      <Input
        id={`${id}-login`}
        ref={loginField}
        size="large"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={login}
        status={missing.login ? 'error' : undefined}
        aria-invalid={missing.login || undefined}
        aria-describedby={missing.login ? `${id}-login-error` : undefined}
        onChange={(event) => {
          setLogin(event.target.value);
          setMissing((before) => ({ ...before, login: false }));
          // The lock of a login holds for this one only.
          if (refusal?.kind === 'locked' && !refusal.network) forget();
        }}
      />
      {missing.login && (
        <p className={css.error} id={`${id}-login-error`}>
          {t('signin.needLogin')}
        </p>
      )}
      <label className={css.label} htmlFor={`${id}-password`}>
        {t('signin.password')}
      </label>
      <PasswordInput
        id={`${id}-password`}
        ref={passwordField}
        size="large"
        name="password"
        autoComplete="current-password"
        value={password}
        status={missing.password || refusal?.kind === 'credentials' ? 'error' : undefined}
        aria-invalid={missing.password || refusal?.kind === 'credentials' || undefined}
        aria-describedby={missing.password || capsLock ? `${id}-password-error` : undefined}
        onKeyUp={(event) => setCapsLock(event.getModifierState('CapsLock'))}
        onBlur={() => setCapsLock(false)}
        onChange={(event) => {
          setPassword(event.target.value);
          setMissing((before) => ({ ...before, password: false }));
        }}
      />
      {(missing.password || capsLock) && (
        <p className={missing.password ? css.error : css.hint} id={`${id}-password-error`}>
          {t(missing.password ? 'signin.needPassword' : 'signin.capsLock')}
        </p>
      )}
      <Button className={css.submit} type="primary" size="large" htmlType="submit" block loading={busy} disabled={locked}>
        {busy ? t('signin.busy') : locked ? t('signin.wait', { time: clock(wait) }) : t('signin.submit')}
      </Button>
      <p className={css.help}>{t('signin.forgotten')}</p>
    </form>
  );
}

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

function RefusalNotice({ refusal, wait }: { refusal: Refusal; wait: number }) {
  const { t } = useTranslation();
  switch (refusal.kind) {
    case 'code':
      return null;
    case 'credentials':
      return (
        <Notice tone="bad" alert>
          {t('signin.badCredentials')}
        </Notice>
      );
    case 'locked':
      return (
        <Notice tone="warn" alert title={t(refusal.network ? 'signin.networkLocked' : 'signin.locked')}>
          {wait > 0 ? t(refusal.network ? 'signin.networkLockedFor' : 'signin.lockedFor', { minutes: Math.ceil(wait / 60) }) : t(refusal.network ? 'signin.networkLockedHint' : 'signin.lockedHint')}
        </Notice>
      );
    case 'away':
      return (
        <Notice tone="bad" alert title={t('signin.away')}>
          {t('signin.awayHint')}
        </Notice>
      );
    case 'failed':
      return (
        <Notice tone="bad" alert title={refusal.message}>
          {refusal.requestId && t('errors.requestId', { id: refusal.requestId })}
        </Notice>
      );
  }
}
