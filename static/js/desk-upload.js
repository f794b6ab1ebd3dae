/* Uploads at the desk: files are dropped or chosen, sent one after the other with a bar each, and what is refused
   says why beside its name. And the focal point of a photo, set by a click. Without this script the form sends its
   files as forms do, and the focal point is typed. */

const form = document.querySelector("form.upload");
if (form) watch(form);
for (const picture of document.querySelectorAll("[data-focal]")) aim(picture);

function watch(form) {
  const zone = form.querySelector(".upload__zone");
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector(".upload__files");
  const status = form.querySelector("[role=status]");
  const waiting = [];
  let isSending = false;

  form.querySelector(".submit-row").remove();
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("upload__zone--over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("upload__zone--over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });

  function take(files) {
    for (const file of files) waiting.push([file, line(file)]);
    if (!isSending) next();
  }

  function line(file) {
    const item = document.createElement("li");
    item.append(part("span", "upload__name", file.name));
    list.append(item);
    list.hidden = false;
    return item;
  }

  async function next() {
    isSending = true;
    let last = null;
    while (waiting.length) {
      const [file, item] = waiting.shift();
      last = (await send(file, item)) || last;
    }
    isSending = false;
    status.textContent = form.dataset.done;
    last?.focus();
  }

  /** Sends one file; gives the link to its words, or nothing where it was refused. */
  function send(file, item) {
    if (file.size > Number(form.dataset.limit)) return refuse(item, [form.dataset.tooLarge]);
    const bar = part("progress", "upload__bar", "");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const step = part("span", "upload__line", form.dataset.sending);
    item.append(bar, step);
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const isPaper = file.type === "application/pdf" || /\.pdf$/i.test(file.name);
      request.open("POST", (isPaper && form.dataset.papers) || form.action);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
      });
      request.upload.addEventListener("load", () => {
        step.textContent = form.dataset.checking;
      });
      request.addEventListener("loadend", () => {
        bar.remove();
        step.remove();
        const told = request.response;
        if (request.status === 201 && told) done(accept(item, told));
        else done(refuse(item, told?.errors || [form.dataset.brokenOff]));
      });
      const data = new FormData();
      data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      data.append("file", file, file.name);
      request.send(data);
    });
  }

  function accept(item, told) {
    const link = part("a", "upload__words", form.dataset.describe);
    link.href = told.words;
    if (form.dataset.beside !== undefined) link.target = "_blank";
    item.classList.add("upload__taken");
    item.append(part("span", "upload__line", form.dataset.taken), link);
    return link;
  }

  function refuse(item, errors) {
    item.classList.add("upload__refused");
    item.append(part("span", "upload__line", errors.join(" ")));
    status.textContent = `${item.querySelector(".upload__name").textContent}: ${errors.join(" ")}`;
    return null;
  }
}

function part(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

function aim(picture) {
  const image = picture.querySelector("img");
  const point = picture.querySelector(".focal__point");
  const fields = ["x", "y"].map((axis) => document.querySelector(`#id_focal_${axis}`));
  if (fields.some((field) => !field)) return;

  function show() {
    const [x, y] = fields.map((field) => Number(field.value));
    point.style.insetInlineStart = `${x}%`;
    point.style.insetBlockStart = `${y}%`;
    point.hidden = false;
  }

  image.addEventListener("click", (event) => {
    const box = image.getBoundingClientRect();
    const share = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    fields.forEach((field, axis) => {
      field.value = Math.round(100 * Math.min(1, Math.max(0, share[axis])));
    });
    show();
  });
  for (const field of fields) field.addEventListener("input", show);
  show();
}
