// Shortcuts: a key presses the link or the button, or goes to the field, that names it in data-key. Settings turn them off.
const sheet = document.querySelector('#keys');
const shown = element => element.getClientRects().length > 0;
const press = element => {
  if (!element.matches('input')) return element.click();
  element.focus();
  element.select();
};
const open = () => { if (sheet.open) sheet.close(); else sheet.showModal(); };

document.addEventListener('keydown', event => {
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
