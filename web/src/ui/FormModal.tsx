/** A dialog in which one writes: once something was written, its buttons alone close it, and not a key or a click beside it. */
import { useState } from 'react';
import { Modal, type ModalProps } from 'antd';

export function FormModal({ children, afterClose, ...props }: ModalProps) {
  const [touched, setTouched] = useState(false);
  return (
    <Modal
      keyboard={!touched}
      mask={{ closable: !touched }}
      afterClose={() => {
        setTouched(false);
        afterClose?.();
      }}
      {...props}
    >
      <div style={{ display: 'contents' }} onInput={() => setTouched(true)}>
        {children}
      </div>
    </Modal>
  );
}
