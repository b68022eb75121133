// The desk works without scripts; this makes it quicker by keyboard. No inline handler: the policy forbids them.
"use strict";

// Keys that a page offers: <button data-key="a">. Not while typing, nor with Ctrl, Alt or Meta.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const offered = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (offered === null) return;
  event.preventDefault();
  if (offered.matches("input, textarea, select")) offered.focus();
  else offered.click();
});
