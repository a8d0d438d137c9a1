// Shortcuts: a key presses the link or the button, or goes to the field, that names it in data-key. Settings turn them off.
const sheet = document.querySelector('#keys');
const shown = element => element.getClientRects().length > 0;
const press = element => {
  if (!element.matches('input')) return element.click();
  element.focus();
  element.select();
};
const open = () => { if (sheet.open) sheet.close(); else sheet.showModal(); };

// Ctrl+C keeps the event of the page, or the one under the keyboard or the pointer, in this tab; drag.js pastes it.
const toCopy = () => {
  const button = document.querySelector('[data-copy]');
  if (button) return button.dataset.copy;
  const link = document.querySelector('[data-start] a:focus') ?? document.querySelector('[data-start]:hover a');
  const path = link && new URL(link.href).pathname.split('/');
  return path && `${path.slice(0, -2).join('/')}/add?copy=${path.at(-2)}`;
};
const copy = () => {
  const path = getSelection().isCollapsed && toCopy(), box = document.querySelector('#copied');
  if (!path) return;
  sessionStorage.setItem('copied', path);
  box.textContent = '';
  setTimeout(() => { box.textContent = box.dataset.said; });
};

document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && event.key === 'c' && !event.target.closest?.('input, textarea, select, dialog')) copy();
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat || event.defaultPrevented) return;
  const at = event.target;
  if (at.closest?.('input, textarea, select, [contenteditable]')) {
    if (event.key === 'Escape' && !at.closest('dialog')) at.blur();
    return;
  }
  if (event.key.startsWith('Arrow') && (event.shiftKey || at.closest('.tiles, [role=grid]'))) return;
  if (document.querySelector('dialog:modal:not(#keys)')) return;
  const found = [...document.querySelectorAll(`[data-key~="${CSS.escape(event.key)}"]`)];
  const first = found.find(shown) ?? found.find(element => !element.matches('input'));
  if (event.key !== '?' && !first) return;
  event.preventDefault();
  if (event.key === '?') open(); else press(first);
});
document.querySelectorAll('[data-key="?"]').forEach(link => link.addEventListener('click', event => {
  event.preventDefault();
  open();
}));
