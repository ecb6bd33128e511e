/** A password field whose eye is large enough to hit. */
import { Input, type InputRef } from 'antd';
import type { PasswordProps } from 'antd/es/input';
import type { Ref } from 'react';
import css from './PasswordInput.module.css';

export function PasswordInput({ className, ref, ...rest }: PasswordProps & { ref?: Ref<InputRef> }) {
  return <Input.Password {...rest} ref={ref} className={`${css.password} ${className ?? ''}`} />;
}
