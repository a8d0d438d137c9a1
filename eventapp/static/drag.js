// The pages of time: an event is dragged to another time, or its end is; an empty place adds there; Ctrl+V pastes there.
// The server works out what comes of it. Each has its plain way, too: Edit, the links of days and hours, and Copy.
const grid = document.querySelector('.month, .week');
const form = document.querySelector('#drop');
const days = [...grid.querySelectorAll('[data-day]')];
const hours = (grid.dataset.hours ?? '').split(' ').map(Number); // what clocks show beside each row
const rows = 4 * hours.length; // of a quarter of an hour
const EDGE = 8, FAR = 5; // pixels
const HOLD = 400; // milliseconds until a finger that rests drags, and no longer scrolls
const MINUTE = 6e4, STEP = 15 * MINUTE;
let held; // what is pressed, and dragged once it is moved
let dragged = false; // whether the click that ends a press was a drag
let near; // where the pointer, or the keyboard, is

// Days and wall times are counted as if they were in UTC, which knows no summer time
const count = text => Date.parse(text.length > 10 ? `${text}Z` : text);
const write = (moment, like) => new Date(moment).toISOString().slice(0, like.length);
const clamp = (number, least, most) => Math.max(least, Math.min(number, most));
const minutes = row => hours[row >> 2] * 60 + (row & 3) * 15;
const box = element => element.getBoundingClientRect();
const within = (element, { clientX: x, clientY: y }) => {
  const { left, right, top, bottom } = box(element);
  return x >= left && x < right && y >= top && y < bottom;
};
const dayAt = point => days.find(day => within(day, point));
const slotsOf = day => [...day.querySelectorAll('.slots')].find(slots => slots.offsetHeight); // a phone has none in a week
const rowAt = (slots, y) => clamp(Math.floor((y - box(slots).top) / box(slots).height * rows), 0, rows - 1);

// 1. Drag. What is shown meanwhile: among hours a copy of the block, else the days that it would be on.
const clear = () => grid.querySelectorAll('.drop, .held, .ghost').forEach(element => {
  if (element.matches('.ghost')) element.remove();
  element.classList.remove('drop', 'held');
});

const end = () => {
  clearTimeout(held?.timer);
  clearInterval(held?.scroll);
  document.documentElement.classList.remove('dragging');
  held = null;
};
const cancel = () => { end(); clear(); };

const press = event => {
  dragged = false;
  const item = event.target.closest('[data-start]');
  const day = item?.closest('.blocks') ? item.closest('[data-day]') : dayAt(event);
  if (held || !item || !day || event.button || !event.isPrimary) return;
  const slots = item.closest('.blocks') && slotsOf(day);
  const { top, bottom, left, right } = box(slots ? item : item.querySelector('a'));
  const edge = slots ? bottom - event.clientY : getComputedStyle(grid).direction === 'rtl' ? event.clientX - left : right - event.clientX;
  held = { item, day, event, slots };
  if (slots) held.first = rowAt(slots, top + 1);
  if (slots) held.last = rowAt(slots, bottom - 3) + 1;
  if (slots) held.grabbed = rowAt(slots, event.clientY) - held.first;
  held.stretch = edge < EDGE && !item.matches('.to') && (slots || 'last' in item.dataset);
  if (event.pointerType === 'touch') held.timer = setTimeout(start, HOLD);
};

const start = () => {
  held.on = dragged = true;
  held.item.setPointerCapture(held.event.pointerId);
  held.scroll = setInterval(scroll, 30);
  document.documentElement.classList.add('dragging');
  show();
};

const scroll = () => {
  const y = held.event.clientY, far = y < 40 ? -9 : y > innerHeight - 40 ? 9 : 0;
  if (far) { scrollBy(0, far); show(); }
};

const show = () => {
  clear();
  held.item.classList.add('held');
  const day = dayAt(held.event);
  held.to = !day ? null : held.slots ? amongHours(day) : amongDays(day);
};

const amongHours = day => {
  const { item, first, last, grabbed, stretch } = held, { start } = item.dataset;
  const row = rowAt(held.slots, held.event.clientY);
  const top = stretch ? first : clamp(row - grabbed, 0, rows - 1);
  const bottom = stretch ? Math.max(row, first) + 1 : top + last - first;
  const change = minutes(top) - minutes(first);
  let begins = count(start) + (stretch ? 0 : count(day.dataset.day) - count(held.day.dataset.day) + change * MINUTE);
  if (change) begins = Math.round(begins / STEP) * STEP;
  const ends = count(held.day.dataset.day) + (minutes(bottom - 1) + 15) * MINUTE;
  const clock = new Intl.DateTimeFormat(grid.dataset.locale, { timeStyle: 'short', timeZone: 'UTC', hourCycle: grid.dataset.cycle });
  const ghost = item.cloneNode(true);
  ghost.className = `k ${item.className.match(/\bh\d/)} ghost`;
  ghost.removeAttribute('data-start');
  ghost.style.gridRow = `${top + 1} / ${Math.min(bottom, rows) + 1}`;
  ghost.querySelector('time').textContent = stretch ? clock.formatRange(begins, ends) : clock.format(begins);
  (stretch ? held.day : day).querySelector('.blocks').append(ghost);
  return stretch ? bottom !== last && { end: write(ends, start) } : begins !== count(start) && { start: write(begins, start) };
};

const amongDays = day => {
  const { item, stretch } = held, { start, last = start.slice(0, 10) } = item.dataset;
  const shift = stretch ? 0 : count(day.dataset.day) - count(held.day.dataset.day);
  const first = write(count(start) + shift, last);
  const until = stretch ? [day.dataset.day, first].sort()[1] : write(count(last) + shift, last);
  for (const one of days) one.classList.toggle('drop', one.dataset.day >= first && one.dataset.day <= until);
  return stretch ? until !== last && { end: until } : shift && { start: write(count(start) + shift, start) };
};

const drop = () => {
  const { item, to } = held, link = new URL(item.querySelector('a').href);
  end();
  if (!to) return clear();
  const fields = { version: item.dataset.version ?? '', at: link.searchParams.get('at') ?? '', start: '', end: '', ...to };
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  form.action = `${link.pathname}move`;
  form.submit();
};

grid.classList.add('drags');
grid.addEventListener('pointerdown', press);
document.addEventListener('pointermove', event => {
  if (event.pointerId !== held?.event.pointerId) return;
  const far = Math.hypot(event.clientX - held.event.clientX, event.clientY - held.event.clientY) > FAR;
  if (!held.on && !far) return;
  if (!held.on && held.timer) return cancel(); // the finger scrolls
  if (!held.on) start();
  held.event = event;
  show();
});
document.addEventListener('pointerup', () => held && (held.on ? drop() : end()));
document.addEventListener('pointercancel', cancel);
document.addEventListener('keydown', event => {
  if (!held?.on || event.key !== 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  cancel();
}, true);
document.addEventListener('click', event => {
  if (!dragged || !event.detail) return;
  dragged = false;
  event.preventDefault();
  event.stopPropagation();
}, true);
grid.addEventListener('touchmove', event => { if (held?.on) event.preventDefault(); }, { passive: false });
grid.addEventListener('contextmenu', event => { if (held?.timer) event.preventDefault(); });
grid.addEventListener('dragstart', event => event.preventDefault()); // the browser's own, of links
addEventListener('pageshow', clear); // back from where a drop led

// 2. Click to add: the link of an hour has two halves, and an empty place of a day is as its link to add.
const aim = event => {
  const link = event.target.closest('.slots a');
  if (!link) return;
  const half = event.clientY >= box(link).top + box(link).height / 2;
  link.classList.toggle('half', half);
  link.href = link.href.replace(/\d\d$/, half ? '30' : '00');
};
grid.addEventListener('pointermove', aim);
grid.addEventListener('pointerdown', aim);
grid.addEventListener('click', event => {
  if (event.target.closest('a') || !event.target.closest('td, .bars') || !getSelection().isCollapsed) return;
  event.target.closest('[data-day]').querySelector('.plus').click();
});

// 3. Paste what keys.js keeps, where the pointer or the keyboard was last. Settings turn it off, with all shortcuts.
const note = event => { near = event; };
grid.addEventListener('pointermove', note);
grid.addEventListener('focusin', note);
grid.addEventListener('pointerleave', () => { near = null; });
document.addEventListener('keydown', event => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== 'v' || event.target.closest('input, textarea, select, dialog')) return;
  const copy = sessionStorage.getItem('copied'), pointed = near?.type === 'pointermove';
  const day = pointed ? dayAt(near) : near?.target.closest('[data-day]');
  if (!document.querySelector('#keys') || !copy || !day) return;
  const slots = slotsOf(day);
  const row = pointed && slots && within(slots, near) && rowAt(slots, near.clientY);
  const time = row === false || row === undefined ? '' : `&time=${write(minutes(row & ~1) * MINUTE, '1970-01-01T00:00').slice(11)}`;
  location.assign(`${copy}&day=${day.dataset.day}${time}&back=${encodeURIComponent(form.elements.back.value)}`);
});
