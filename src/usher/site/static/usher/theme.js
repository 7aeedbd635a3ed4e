// Light, dark, or as the system wishes. Runs before the page is painted, so that nothing flashes.
const root = document.documentElement;
const KEY = 'usher-theme';

const wished = () => localStorage.getItem(KEY) ?? 'system';

const wear = (theme) => {
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
};

wear(wished());

document.addEventListener('DOMContentLoaded', () => {
  const buttons = document.querySelectorAll('[data-wear]');
  const mark = () => {
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(button.dataset.wear === wished()));
    }
  };
  for (const button of buttons) {
    button.addEventListener('click', () => {
      localStorage.setItem(KEY, button.dataset.wear);
      wear(button.dataset.wear);
      mark();
    });
  }
  // Without scripts the switch could do nothing, so it is shown from here.
  for (const switcher of document.querySelectorAll('.theme')) switcher.hidden = false;
  mark();
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, select, textarea');
    const search = document.querySelector('.search input');
    if (event.key !== '/' || typing || !search) return;
    event.preventDefault();
    search.focus();
  });
});
