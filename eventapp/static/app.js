// Sugar. Every page works whole without it. No inline code and no innerHTML: safe under Trusted Types.
const find = selector => document.querySelector(selector);

// 1. Countdowns tick, in the words of the page: <time data-countdown="now" data-minutes="in {m} min" data-hours="…"
// datetime="…">. One that has a zone counts days first, as calendars there do; its unit is apart, in a <small>.
const dayIn = (moment, timeZone) => {
  try {
    return Date.parse(new Intl.DateTimeFormat('sv', { timeZone }).format(moment)); // which is 2026-11-27
  } catch { // a zone that this browser does not know
    return Date.parse(new Intl.DateTimeFormat('sv').format(moment));
  }
};
const inDays = new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit: 'day', unitDisplay: 'long' });
const words = ({ countdown, minutes, hours, zone }, start, left) => {
  const days = zone ? (dayIn(start, zone) - dayIn(Date.now(), zone)) / 864e5 : 0;
  if (days > 0) return inDays.format(days);
  if (left < 60) return left < 1 ? countdown : minutes.replace('{m}', left);
  return hours.replace('{h}', Math.floor(left / 60)).replace('{m}', String(left % 60).padStart(2, '0'));
};
const tick = () => document.querySelectorAll('[data-countdown]').forEach(time => {
  const start = new Date(time.dateTime), unit = time.querySelector('small');
  const text = words(time.dataset, start, Math.ceil((start - Date.now()) / 6e4));
  if (time.textContent.trim() === text) return;
  if (!unit) return time.textContent = text;
  [, time.firstChild.data, unit.textContent] = text.match(/^(\S+\s?)(.*)$/);
  const label = time.parentElement.querySelector('[data-today]');
  if (label && dayIn(start, time.dataset.zone) === dayIn(Date.now(), time.dataset.zone)) label.textContent = label.dataset.today;
});
tick();
setInterval(tick, 3e4);

// 2. The browser's time zone: sent along on registration, offered where a zone is written.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zone = find('input[name=timezone]');
if (zone?.type === 'hidden' && !zone.value) zone.value = here;
const offer = find('#offer');
if (offer && zone.value !== here) {
  offer.querySelector('b').textContent = here;
  offer.querySelector('button').onclick = () => { zone.value = here; offer.hidden = true; zone.focus(); };
  offer.hidden = false;
}
const zones = find('#zones');
if (zones) for (const name of Intl.supportedValuesOf?.('timeZone') ?? []) zones.append(new Option(name, name));

// 3. After a refusal, the summary of what is wrong is where the keyboard is.
find('[role=alert][tabindex]')?.focus();

// 4. What was typed outlives a session, or a confirmation, that ended meanwhile: it is kept in this tab from the
// moment it is sent until it is saved, and filled in again afterwards. Any other page of a signed-in person drops it.
const draft = 'draft';
const form = find('form[data-draft]');
if (/[?&](done=(?!confirmed)|(added|saved)=)/.test(location.search)) sessionStorage.removeItem(draft); // what was sent is saved
const kept = sessionStorage.getItem(draft);
if (form) {
  form.addEventListener('submit', () => {
    const typed = [...new FormData(form)].filter(([name]) => !/csrf_token|version|^id$|password|code/.test(name));
    sessionStorage.setItem(draft, JSON.stringify([form.action, typed]));
  });
  const [action, typed] = JSON.parse(kept ?? '[]');
  if (action === form.action && !find('[role=alert]')) {
    for (const box of form.querySelectorAll('[type=checkbox]')) box.checked = typed.some(([name]) => name === box.name);
    for (const [name, value] of typed) {
      const field = form.elements[name]; // what was chosen among can be gone
      if (field && field.type !== 'checkbox') field.value = value;
    }
    find('#draft').hidden = false;
  }
} else if (find('.bar') && !find('[data-keeps-draft]')) sessionStorage.removeItem(draft);
find('form[action="/logout"]')?.addEventListener('submit', () => sessionStorage.clear());
