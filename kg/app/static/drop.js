// A file that is dropped on any page goes where the form of the first page sends it.
"use strict";
(() => {
  const form = document.getElementById("drop");
  const root = document.documentElement;
  const holds = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  let inside = 0;

  function send(files) {
    const own = form || made();
    const input = own.querySelector("input[type=file]");
    input.files = files;
    if (fits(own, files)) own.requestSubmit();
  }
  function made() {
    const own = document.createElement("form");
    own.method = "post";
    own.enctype = "multipart/form-data";
    own.action = (root.lang === "en" ? "/en" : "") + "/app/add";
    own.hidden = true;
    const input = document.createElement("input");
    Object.assign(input, { type: "file", name: "file", multiple: true });
    own.append(input);
    document.body.append(own);
    return own;
  }
  function fits(own, files) {
    const most = Number(own.dataset.most) || Infinity;
    const told = own.querySelector("[role=alert]");
    const large = [...files].some((file) => file.size > most);
    if (told) {
      told.hidden = !large;
      told.textContent = large ? own.dataset.large : "";
    }
    return !large;
  }

  document.addEventListener("dragenter", (event) => {
    if (!holds(event)) return;
    inside += 1;
    root.classList.add("dropping");
  });
  document.addEventListener("dragleave", () => {
    inside = Math.max(0, inside - 1);
    if (!inside) root.classList.remove("dropping");
  });
  document.addEventListener("dragover", (event) => {
    if (holds(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    inside = 0;
    root.classList.remove("dropping");
    if (!holds(event)) return;
    event.preventDefault();
    if (event.dataTransfer.files.length) send(event.dataTransfer.files);
  });
  if (!form) return;
  form.addEventListener("submit", (event) => {
    if (!fits(form, form.querySelector("input[type=file]").files)) event.preventDefault();
  });
})();
