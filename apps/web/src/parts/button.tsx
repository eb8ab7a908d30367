import { Button as AriaButton, type ButtonProps } from 'react-aria-components';
import styles from './button.module.css';

export interface Props extends ButtonProps {
  /** `main`: what this place is for, at most one; `plain`: among others; `quiet`: no frame; `grave`: hard to take back. */
  look?: 'main' | 'plain' | 'quiet' | 'grave';
  /** A square with a sign in it; needs an `aria-label`. */
  square?: boolean;
}

export function Button({ look = 'plain', square = false, ...props }: Props) {
  return <AriaButton {...props} className={`${styles.button} ${styles[look]} ${square ? styles.square : ''}`} />;
}
