// A form with files shows how much of it is sent. Without this script the browser sends it by itself.
// What it says is in the page: data-sent, data-reading, data-broken, data-failed.
// The answer is read as a document, which runs no script of it: safe under Trusted Types.
const megabytes = bytes =>
  (bytes / 2 ** 20).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

document.addEventListener('submit', event => {
  const form = event.target.closest('[data-upload]');
  if (!form) return;
  event.preventDefault();
  const box = form.querySelector('#upload'), say = box.dataset, bar = box.querySelector('progress'), text = box.querySelector('[role=status]');
  const button = form.querySelector('button');
  const request = new XMLHttpRequest();
  const again = words => { button.disabled = false; text.textContent = words; };
  request.open('POST', form.action);
  request.responseType = 'document';
  request.upload.onprogress = ({ loaded, total }) => {
    bar.value = loaded / total;
    text.textContent = say.sent.replace('${sent}', megabytes(loaded)).replace('${all}', megabytes(total));
  };
  request.upload.onload = () => {
    bar.removeAttribute('value');
    text.textContent = say.reading;
  };
  request.onerror = () => again(say.broken);
  request.onload = () => {
    if (request.responseURL !== form.action) return location.assign(request.responseURL);
    const page = request.response?.querySelector('main');
    if (!page) return again(say.failed);
    document.title = request.response.title;
    document.querySelector('main').replaceWith(document.adoptNode(page));
    (document.querySelector('[role=alert]') ?? document.querySelector('main')).focus();
  };
  button.disabled = true;
  box.hidden = false;
  request.send(new FormData(form));
});
