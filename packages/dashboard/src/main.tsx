import '@mantine/core/styles.css';
import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { takeToken } from './session/one-time-token.js';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
// Before the first render: the token must not stay in the URL.
const token = globalThis.location.pathname === '/welcome' ? takeToken() : null;
createRoot(root).render(
  <StrictMode>
    <App token={token} />
  </StrictMode>,
);
