/** A link that looks like a button: one stop for the keyboard, and Ctrl+click opens a tab. */
import { Button } from 'antd';
import { createLink } from '@tanstack/react-router';

export const LinkButton = createLink(Button);
