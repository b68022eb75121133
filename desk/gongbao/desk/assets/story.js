// The reporter's page quicker: a paste is sent at once, files can be dropped, tags are decided by keyboard.
"use strict";

const isTyping = (target) =>
  target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;

// What is pasted into the empty page is the story: its tags are wanted now.
document.addEventListener("paste", (event) => {
  const field = event.target.closest?.("[data-sends-paste]");
  if (!field || field.value !== "") return;
  setTimeout(() => field.value.trim() && field.form.requestSubmit(), 0);
});

// A file may be dropped anywhere on the form.
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const form = document.querySelector("form[data-drop]");
    if (form === null || ![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("dropping", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length > 0) {
      form.elements.upload.files = event.dataTransfer.files;
      form.requestSubmit();
    }
  });
}
document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-drop] input[type=file]") && event.target.files.length > 0) {
    event.target.form.requestSubmit();
  }
});

// j and k go through the tags; a, x and z press the buttons of the one that has the focus.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const offered = [...document.querySelectorAll("#labels button")];
  if (event.target.id === "typed" || offered.includes(event.target)) {
    const at = offered.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") event.target.blur();
    if (step === undefined || (at < 0 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    (offered[at + step] ?? document.getElementById("typed")).focus();
    return;
  }
  if (isTyping(event.target)) return;
  const rows = [...document.querySelectorAll("[data-row]")];
  const row = document.activeElement?.closest("[data-row]");
  if (event.key === "j" || event.key === "k") {
    const present = rows.indexOf(row);
    const next = present < 0 ? (event.key === "j" ? 0 : rows.length - 1) : present + (event.key === "j" ? 1 : -1);
    rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
  } else if (row && /^[a-z]$/.test(event.key)) {
    const button = row.querySelector(`[data-row-key="${event.key}"]`);
    if (button === null) return;
    button.click();
  } else {
    return;
  }
  event.preventDefault();
});

// After an answer the focus is where it was: on the same tag, on the next question, in the field for adding.
let before = "";
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.closest("#story") === null || event.target.id === "typed") return;
  const active = document.activeElement;
  const place = active?.closest("[data-row]") ?? active?.closest("#question") ?? active?.closest("#labels");
  before = place?.id === "labels" ? "typed" : (place?.id ?? active?.id ?? "");
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "story" || before === "") return;
  const place = document.getElementById(before) ?? document.getElementById("tags-name");
  if (place && place.tabIndex < 0) place.tabIndex = -1;
  place?.focus();
});

// A whole page instead of a part (the log-in, a refusal) is gone to.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (!/^\s*<!doctype/i.test(xhr.responseText)) return;
  event.detail.shouldSwap = false;
  const told = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("main .sheet, main p");
  const status = document.getElementById("told");
  if (xhr.status < 400 || xhr.status === 401 || status === null) {
    window.location.reload();
  } else {
    status.className = "problem";
    status.textContent = told?.textContent.trim() ?? "没有做成：请再试一次。";
  }
});

// Copying works on plain http in the newsroom's network too, where the clipboard's own interface is not offered.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (button === null) return;
  const source = document.getElementById(button.dataset.copy);
  const text = source.textContent.trim();
  let copied = false;
  if (navigator.clipboard) {
    copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
  }
  if (!copied) {
    getSelection().selectAllChildren(source);
    copied = document.execCommand("copy");
  }
  const status = document.getElementById("told");
  status.className = copied ? "done" : "problem";
  status.textContent = copied ? `已复制：${text}` : "复制不了：请选中后按 Ctrl+C。";
});
