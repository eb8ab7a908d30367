import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { startI18n } from './i18n.js';
import { registerWorker } from './offline/register.js';
import { readTheme, showTheme } from './preferences.js';
import './styles/tokens.css';
import './styles/base.css';

showTheme(readTheme());
await startI18n();
createRoot(document.getElementById('root')!).render(<App />);
void registerWorker();
