import { createRoot } from 'react-dom/client';
import { askAhead, firstScreen } from './ahead.js';
import { App } from './app.js';
import { startI18n } from './i18n.js';
import { registerWorker } from './offline/register.js';
import { readTheme, showTheme } from './preferences.js';
import './styles/tokens.css';
import './styles/base.css';

showTheme(readTheme());
const first = firstScreen();
askAhead(first);
await startI18n(first?.key);
createRoot(document.getElementById('root')!).render(<App />);
void registerWorker();
