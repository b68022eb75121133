// Which documents hold a string, exactly, and in which zone: from the postings, the positions or the text itself.
"use strict";

(() => {
  const search = (window.gongbaoSearch ??= {});
  const { store } = search;

  const ZONES = 3;
  const SECOND = 2 ** 21;
  const KEPT_STRINGS = 64;
  // Up to so many documents in question are read instead of asked for positions: they will be shown anyway.
  const READ_AT_MOST = 10;

  const known = new Map(); // folded string → promise of its zones

  // For every document the zones that hold the folded string, as bits: 1 headline, 2 around it, 4 the rest.
  function findString(needle) {
    let found = known.get(needle);
    if (!found) {
      found = locate([...needle].map((character) => character.codePointAt(0)));
      found.catch(() => known.delete(needle));
      for (const oldest of known.keys()) {
        if (known.size < KEPT_STRINGS) break;
        known.delete(oldest);
      }
      known.set(needle, found);
    }
    return found;
  }

  async function locate(codes) {
    const manifest = await store.manifest();
    const found = await Promise.all(manifest.segments.map((segment) => locateIn(segment, codes)));
    const zones = new Uint8Array(manifest.documents);
    found.forEach((one, at) => zones.set(one, manifest.segments[at].start));
    for (let at = 0; at < zones.length; at += 1) if (manifest.dead[at]) zones[at] = 0;
    return zones;
  }

  // The same in one segment, by its own numbers.
  async function locateIn(segment, codes) {
    const pairs = coveringPairs(codes).map((offset) => ({
      offset,
      key: codes[offset] * SECOND + (codes.length > 1 ? codes[offset + 1] + 1 : 0),
    }));
    const places = [];
    let zones = null;
    // Two pairs first: most often they leave so little that the others need not be loaded.
    for (let at = 0; at < pairs.length; at += 2) {
      const loaded = await Promise.all(pairs.slice(at, at + 2).map((pair) => lookUp(pair, segment)));
      for (const place of loaded) {
        if (!place.entry) return new Uint8Array(segment.documents);
        zones = intersect(zones, place.entry.lists, segment.documents);
      }
      places.push(...loaded);
      if (codes.length <= 2) return zones;
      const left = membersOf(zones);
      if (left.length === 0) return zones;
      if (left.length <= READ_AT_MOST) return readText(zones, left, String.fromCodePoint(...codes), segment);
    }
    return comparePositions(zones, places, segment);
  }

  // Pairs that together touch every character; the outermost first, which depend least on each other.
  function coveringPairs(codes) {
    if (codes.length < 2) return [0];
    const offsets = [];
    for (let at = 0; at + 1 < codes.length; at += 2) offsets.push(at);
    const last = codes.length - 2;
    if (!offsets.includes(last)) offsets.push(last);
    return offsets.length > 2 ? [0, last, ...offsets.filter((at) => at !== 0 && at !== last)] : offsets;
  }

  async function lookUp(pair, segment) {
    const { firstKeys } = segment;
    let low = 0;
    let high = firstKeys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (firstKeys[middle] <= pair.key) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return { ...pair, entry: undefined };
    const number = low - 1;
    const shard = await store.shard(number, segment);
    return { ...pair, number, shard, entry: shard.entries.get(pair.key) };
  }

  function intersect(zones, lists, universe) {
    const found = new Uint8Array(universe);
    lists.forEach((documents, zone) => {
      for (const document of documents) found[document] |= 1 << zone;
    });
    if (zones) for (let at = 0; at < universe; at += 1) found[at] &= zones[at];
    return found;
  }

  function membersOf(zones) {
    const members = [];
    for (let at = 0; at < zones.length; at += 1) if (zones[at]) members.push(at);
    return members;
  }

  async function readText(zones, documents, needle, segment) {
    const found = new Uint8Array(zones.length);
    const loaded = await Promise.all(documents.map((number) => loadDocument(segment, number)));
    loaded.forEach((document, at) => {
      search.searchedFields(document).forEach((fields, zone) => {
        if (fields.some((field) => search.normalise(field).includes(needle))) found[documents[at]] |= 1 << zone;
      });
    });
    return found;
  }

  async function loadDocument(segment, number) {
    const block = await store.block(Math.floor(number / segment.blockDocuments), segment);
    return block[number % segment.blockDocuments];
  }

  async function loadDocuments(numbers, manifest) {
    return Promise.all(
      numbers.map((number) => {
        const segment = manifest.segments.find((one) => one.start <= number && number < one.start + one.documents);
        return loadDocument(segment, number - segment.start);
      }),
    );
  }

  // Where the phrase may begin is what every pair's positions, less the pair's offset, have in common.
  async function comparePositions(zones, places, segment) {
    let begins = null; // document * ZONES + zone → possible beginnings
    for (const place of places) {
      const next = new Map();
      for (const [name, positions] of await positionsOf(place, zones, segment)) {
        const shifted = Array.from(positions, (position) => position - place.offset);
        const before = begins?.get(name);
        if (begins && !before) continue;
        const common = before ? shifted.filter((position) => before.has(position)) : shifted;
        if (common.length) next.set(name, new Set(common));
      }
      begins = next;
      zones = new Uint8Array(zones.length);
      for (const name of begins.keys()) zones[Math.floor(name / ZONES)] |= 1 << name % ZONES;
    }
    return zones;
  }

  // The pair's positions in the zones still in question, of which only the parts with such documents are loaded.
  async function positionsOf({ entry, number, shard }, zones, segment) {
    const wanted = []; // [name, posting]
    let posting = entry.firstPosting;
    entry.lists.forEach((documents, zone) => {
      for (const document of documents) {
        if (zones[document] & (1 << zone)) wanted.push([document * ZONES + zone, posting]);
        posting += 1;
      }
    });
    const partOf = (one) => {
      let part = 0;
      while (shard.partStarts[part + 1] <= one) part += 1;
      return part;
    };
    const needed = new Set(wanted.map(([, one]) => partOf(one)));
    const parts = new Map();
    await Promise.all(
      [...needed].map(async (part) => parts.set(part, await store.part(number, shard, part, segment))),
    );
    return wanted.map(([name, one]) => {
      const { first, starts, positions } = parts.get(partOf(one));
      return [name, positions.subarray(starts[one - first], starts[one - first + 1])];
    });
  }

  Object.assign(search, { findString, loadDocuments });
})();
