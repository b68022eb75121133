// Has the archive's service worker keep what is read, where there is a server: a disk needs none.
"use strict";

(() => {
  if (!/^https?:$/.test(location.protocol) || !navigator.serviceWorker) return;
  const worker = new URL("../service-worker.js", document.currentScript.src);

  const destinations = { script: "script", link: "style", css: "style", img: "image" };
  function loaded() {
    const files = performance.getEntriesByType("resource").map((entry) => [entry.name, destinations[entry.initiatorType] ?? ""]);
    return [[location.href, "document"], ...files];
  }

  async function register() {
    try {
      await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage({ keep: loaded() });
    } catch (error) {
      console.info(error); // a browser may forbid it; the archive needs it for nothing else
    }
  }

  // After the page itself, which is what the reader came for.
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register);
})();
