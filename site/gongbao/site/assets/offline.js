// Has the archive's service worker keep what is read, where there is a server: a disk needs none.
"use strict";

(() => {
  if (!/^https?:$/.test(location.protocol) || !navigator.serviceWorker) return;
  const worker = new URL("../service-worker.js", document.currentScript.src);

  const destinations = { script: "script", link: "style", css: "style", img: "image" };
  const files = (entries) => entries.map((entry) => [entry.name, destinations[entry.initiatorType] ?? ""]);

  async function register() {
    try {
      await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage({ keep: [[location.href, "document"]] });
      // What was loaded before the worker was there, and what was on its way when it came.
      const seen = new PerformanceObserver((list) => active.postMessage({ keep: files(list.getEntries()) }));
      seen.observe({ type: "resource", buffered: true });
    } catch (error) {
      console.info(error); // a browser may forbid it; the archive needs it for nothing else
    }
  }

  // After the page itself, which is what the reader came for.
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register);
})();
