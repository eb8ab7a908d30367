import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { askAhead, firstScreen } from './ahead.js';
import { isDrawnAhead } from './api/ahead.js';
import { App } from './app.js';
import { startI18n } from './i18n.js';
import { registerWorker } from './offline/register.js';
import { readTheme, showTheme, tellServer } from './preferences.js';
import './styles/tokens.css';
import './styles/base.css';

/** Not awaited where the module stands: the screens' files import from this one, and wait until it has run. */
async function start(): Promise<void> {
  showTheme(readTheme());
  tellServer();
  const first = firstScreen();
  const isDrawn = isDrawnAhead();
  const asked = askAhead(first);
  await startI18n(first?.key);
  // Where the server has drawn the first look, nothing less takes its place.
  if (isDrawn) await asked;
  const root = createRoot(document.getElementById('root')!);
  // In pieces, so that the drawn rows answer to keys and presses meanwhile.
  startTransition(() => root.render(<App />));
  await registerWorker();
}

void start();
