// Keeps what a reader has opened, so that it opens again without a network; asks the network first for all that may
// change. Written for the assets of one build: another build's worker differs in its first lines and takes over.
"use strict";

const SITE = "{{digest}}";
const OFFLINE = "offline.html";
const FIRST_KEPT = {{first_kept}};

const SCOPE = new URL(self.registration.scope);
// Caches belong to an origin, which may hold several archives; the number counts changes of what is kept how.
const NAME = `gongbao 1 ${SCOPE.pathname} `;
const MOST = { pages: 400, assets: 200, search: 2000 }; // files; of a page about 20 kB, of the index 7 kB

const ASSET = /^assets\/[^/]+\.[0-9a-f]{8}\.[a-z0-9]+$/; // its name holds the digest of its bytes
const HTML = /^text\/html\b/;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(keepAll(event.data?.keep ?? [])));

async function install() {
  const kept = await caches.open(`${NAME}assets`);
  await Promise.all(
    [OFFLINE, ...FIRST_KEPT].map(async (address) => {
      const response = await fetch(new URL(address, SCOPE), { cache: "no-cache" });
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      await kept.put(new URL(address, SCOPE).href, response);
    }),
  );
  await self.skipWaiting();
}

async function activate() {
  const ours = Object.keys(MOST).map((kind) => NAME + kind);
  const old = (await caches.keys()).filter((name) => name.startsWith("gongbao ") && name.split(" ")[2] === SCOPE.pathname);
  await Promise.all(old.filter((name) => !ours.includes(name)).map((name) => caches.delete(name)));
  await self.clients.claim();
}

// {key, kind, fixed}: under what and where a file is kept, and whether its bytes follow from its address; or nothing,
// where it is none of the archive's pages, assets, pictures and index files.
function placeOf(address, destination) {
  const url = new URL(address);
  if (url.origin !== SCOPE.origin || !url.pathname.startsWith(SCOPE.pathname)) return null;
  const path = url.pathname.slice(SCOPE.pathname.length);
  if (ASSET.test(path)) return { key: url.origin + url.pathname, kind: "assets", fixed: true };
  if (path.startsWith("search/") && path.endsWith(".js")) {
    const fixed = url.searchParams.has("v"); // without one it is the manifest, whatever moment it is asked for with
    return { key: url.origin + url.pathname + (fixed ? url.search : ""), kind: "search", fixed };
  }
  if (!["document", "image"].includes(destination)) return null;
  return { key: url.origin + url.pathname + (path === "" || path.endsWith("/") ? "index.html" : ""), kind: "pages", fixed: false };
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.headers.has("range")) return;
  const place = placeOf(request.url, request.destination);
  if (place) event.respondWith(answer(event, place));
});

async function answer(event, place) {
  const cache = await caches.open(NAME + place.kind);
  if (place.fixed) {
    const kept = await cache.match(place.key);
    if (kept) return kept;
  }
  try {
    const response = await fetch(event.request);
    event.waitUntil(keep(cache, place, response.clone(), event.request.destination));
    return response;
  } catch (error) {
    const kept = await cache.match(place.key);
    if (kept) return kept;
    if (event.request.mode === "navigate") return offlinePage();
    throw error;
  }
}

async function keep(cache, { key, kind }, response, destination) {
  if (!response.ok || response.type !== "basic" || response.redirected) return;
  // What is opened to be saved (tables, archives) is no page.
  if (destination === "document" && !HTML.test(response.headers.get("content-type") ?? "")) return;
  if (key.endsWith("/search/manifest.js")) await forgetOldIndex(cache, await response.clone().text());
  await cache.delete(key); // to the end: what was opened longest ago is first
  await cache.put(key, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST[kind])).map((one) => cache.delete(one)));
}

// Files of the index are asked for with the version of their segment, which the manifest names.
async function forgetOldIndex(cache, manifest) {
  const version = (request) => new URL(request.url).searchParams.get("v");
  const old = (await cache.keys()).filter((request) => version(request) && !manifest.includes(version(request)));
  await Promise.all(old.map((request) => cache.delete(request)));
}

// What a page had loaded before the worker was there.
async function keepAll(addresses) {
  await Promise.all(addresses.map(([address, destination]) => keepOne(address, destination)));
}

async function keepOne(address, destination) {
  const place = placeOf(address, destination);
  if (!place) return;
  const cache = await caches.open(NAME + place.kind);
  if (await cache.match(place.key)) return;
  try {
    await keep(cache, place, await fetch(address), destination);
  } catch {
    // without a network there is nothing to keep
  }
}

// The page shows at any depth, so that its links are made to begin at the archive's top.
async function offlinePage() {
  const kept = await (await caches.open(`${NAME}assets`)).match(new URL(OFFLINE, SCOPE).href);
  if (!kept) return Response.error();
  const text = (await kept.text()).replace(/ (href|src)="(?![#/?]|[a-z]+:)/g, ` $1="${SCOPE.pathname}`);
  return new Response(text, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}
