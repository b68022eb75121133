// The editor's keys and what htmx does with answers that are not the part that it asked for.
"use strict";

const typing = (target) =>
  target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;

// j and k go through the articles of a list, x ticks the one that has the focus.
document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const doors = [...document.querySelectorAll("a.door")];
  const hit = document.activeElement?.closest(".hit");
  const present = doors.findIndex((door) => hit !== null && hit?.contains(door));
  if (event.key === "j" || event.key === "k") {
    const next = present < 0 ? (event.key === "j" ? 0 : doors.length - 1) : present + (event.key === "j" ? 1 : -1);
    doors[Math.min(Math.max(next, 0), doors.length - 1)]?.focus();
  } else if (event.key === "x" && hit) {
    hit.querySelector("input[type=checkbox]")?.click();
  } else {
    return;
  }
  event.preventDefault();
});

// Escape leaves the search field for the list and keeps the query, which browsers would clear.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || !event.target.matches("input[type=search]")) return;
  event.preventDefault();
  event.target.blur();
});

// An item that is answered is renewed: the focus that was in it stays there, so that Tab goes on from it.
let answered = false;
document.addEventListener("htmx:beforeSwap", (event) => {
  answered = event.detail.target.matches(".queue li") && event.detail.target.contains(document.activeElement);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (!answered || !event.target.matches?.(".queue li")) return;
  answered = false;
  const place = event.target.querySelector("button") ?? event.target;
  if (place === event.target) place.tabIndex = -1;
  place.focus();
});

// "All on this page" ticks every box of its form.
document.addEventListener("change", (event) => {
  if (!event.target.matches("input[data-ticks]")) return;
  for (const box of document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(event.target.dataset.ticks)}"]`)) {
    box.checked = event.target.checked;
  }
});

// A refusal is shown where the answer would stand; a whole page (the log-in, when the session has ended) is gone to.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (/^\s*<!doctype/i.test(xhr.responseText)) {
    event.detail.shouldSwap = false;
    window.location.reload();
  } else if (xhr.status >= 400) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
