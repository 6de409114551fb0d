/** Styles of every page. Pages load no resources. */
export const styles = `
:root {
  color-scheme: light dark;
  --page: #f4f5f8; --card: #fff; --line: #c9ccd6; --field: #7d8292; --text: #1b1d25; --soft: #5a5f6e;
  --accent: #4338ca; --accent-over: #3730a3; --on-accent: #fff; --bad: #b3261e; --bad-page: #fdeceb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #111218; --card: #1b1d26; --line: #454a5a; --field: #7b8194; --text: #eceef4; --soft: #a6abba;
    --accent: #a5a8ff; --accent-over: #c3c5ff; --on-accent: #14152b; --bad: #ffb4ab; --bad-page: #3a1d1c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 1rem;
  background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
main {
  width: 100%; max-width: 25rem; padding: 2rem; overflow-wrap: anywhere;
  background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
}
.brand { display: flex; align-items: center; gap: .5rem; margin: 0 0 1.5rem; font-weight: 600; color: var(--accent); }
.brand svg { fill: none; stroke: currentColor; stroke-width: 2; }
.brand circle { fill: currentColor; stroke: none; }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: .25rem 0 1rem; }
.soft { color: var(--soft); }
label { display: block; margin: 1rem 0 .25rem; font-weight: 500; }
.hint { margin: .25rem 0 0; font-size: .875rem; color: var(--soft); }
input {
  width: 100%; padding: .625rem .75rem; font: inherit; color: inherit;
  background: var(--page); border: 1px solid var(--field); border-radius: .5rem;
}
input[aria-invalid="true"] { border-color: var(--bad); }
button {
  width: 100%; margin-top: .75rem; padding: .625rem 1rem; font: inherit; font-weight: 600; cursor: pointer;
  color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .5rem;
}
button.main { margin-top: 1.5rem; color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
button.main:hover { background: var(--accent-over); border-color: var(--accent-over); }
button:hover { border-color: var(--soft); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.problem { margin: 1rem 0 0; padding: .75rem; color: var(--bad); background: var(--bad-page); border-radius: .5rem; }
.other { margin: 1.5rem 0 0; font-size: .9375rem; color: var(--soft); }
@media (max-width: 26rem) { main { padding: 1.5rem 1.25rem; } }
`;
