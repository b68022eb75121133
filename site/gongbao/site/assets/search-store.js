// The index's files: loads them as scripts, which works from a disk too, and decodes them.
// The format is told in docs/decisions/0008-browser-search.md; gongbao.site.search_index writes it.
"use strict";

(() => {
  const search = (window.gongbaoSearch ??= {});

  const FORMAT = 1;
  const ZONES = 3;
  const SECOND = 2 ** 21; // a key is its first character times this, plus its second character and one, or 0
  const BITS = 13;
  const ESCAPE = 24;
  const ESCAPED_BITS = 26;
  const SECOND_PARAMETER = 6;
  const FOLDER_FILES = 256;
  const KEPT_FILES = 600;

  const folder = new URL("../search/", document.currentScript.src);

  // The index could not be loaded: never to be confused with having found nothing.
  class IndexError extends Error {}

  const files = new Map(); // name → promise of what was decoded
  const received = new Map(); // name → payload, between a script's run and its load event

  function receive(name, payload) {
    received.set(name, payload);
  }

  function loadScript(name, version) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      const address = new URL(`${name}.js`, folder);
      // A server that says nothing of ages leaves it to the browser how long a file is good, which may be months:
      // what has no version is asked for under a new address each time. A file on a disk has no age.
      if (version) address.searchParams.set("v", version);
      else if (address.protocol !== "file:") address.searchParams.set("t", Date.now());
      element.src = address.href;
      const fail = () => reject(new IndexError(`索引文件 search/${name}.js 没能打开。`));
      element.onerror = () => {
        element.remove();
        fail();
      };
      element.onload = () => {
        element.remove();
        if (!received.has(name)) return fail();
        resolve(received.get(name));
        received.delete(name);
      };
      document.head.append(element);
    });
  }

  // ``version`` changes with the files, so that no browser takes an old one out of its memory.
  function load(name, decode, version) {
    let file = files.get(name);
    if (file) {
      files.delete(name); // to the end: the least recently used is first
    } else {
      file = loadScript(name, version).then(decode);
      file.catch(() => files.delete(name)); // the next query tries again
      for (const oldest of files.keys()) {
        if (files.size < KEPT_FILES) break;
        files.delete(oldest);
      }
    }
    files.set(name, file);
    return file;
  }

  // Reads bit codes from digits of base 92, two of which carry thirteen bits.
  class BitReader {
    constructor(digits) {
      const words = new Uint16Array(digits.length / 2);
      const value = (code) => (code < 34 ? 0 : code < 92 ? code - 34 : code - 35);
      for (let at = 0; at < words.length; at += 1) {
        words[at] = value(digits.charCodeAt(2 * at)) * 92 + value(digits.charCodeAt(2 * at + 1));
      }
      this.words = words;
      this.word = 0;
      this.left = BITS; // bits of the present word that are not yet read
    }

    zeros() {
      let count = 0;
      for (;;) {
        const rest = this.words[this.word] & ((1 << this.left) - 1);
        if (rest) {
          const place = 31 - Math.clz32(rest);
          count += this.left - 1 - place;
          this.left = place;
          return count;
        }
        if (this.word >= this.words.length) throw new IndexError("索引文件不完整。");
        count += this.left;
        this.word += 1;
        this.left = BITS;
      }
    }

    number(width) {
      let value = 0;
      while (width > 0) {
        if (this.left === 0) {
          this.word += 1;
          this.left = BITS;
        }
        const taken = Math.min(width, this.left);
        this.left -= taken;
        value = value * 2 ** taken + ((this.words[this.word] >> this.left) & ((1 << taken) - 1));
        width -= taken;
      }
      return value;
    }

    rice(parameter) {
      const zeros = this.zeros();
      return zeros === ESCAPE ? this.number(ESCAPED_BITS) : zeros * 2 ** parameter + this.number(parameter);
    }

    gamma() {
      const width = this.zeros();
      return 2 ** width + this.number(width) - 1;
    }

    // Members of an ascending list, from the gaps between them.
    list(count, universe) {
      const members = new Int32Array(count);
      const parameter = gapParameter(count, universe);
      let last = -1;
      for (let at = 0; at < count; at += 1) members[at] = last += this.rice(parameter) + 1;
      return members;
    }
  }

  const gapParameter = (count, universe) =>
    31 - Math.clz32(Math.max(1, Math.floor((universe * 7) / (Math.max(count, 1) * 10))));

  function decodeManifest(manifest) {
    if (manifest.format !== FORMAT) throw new IndexError("索引是另一个版本，请重新载入本页。");
    const bits = new BitReader(manifest.firstKeys);
    const firstKeys = new Float64Array(manifest.shards);
    let first = 0;
    for (let at = 0; at < firstKeys.length; at += 1) {
      first += bits.gamma();
      bits.zeros();
      firstKeys[at] = first * SECOND + bits.number(21);
    }
    search.useFoldingExceptions(manifest.folding);
    return { ...manifest, firstKeys };
  }

  // The index is one segment, and after single changes further ones behind it: articles that came or changed. Documents
  // are numbered through; of those that changed or went, the old ones are dead. {documents, segments, dead, facets, …}
  async function loadManifest() {
    const first = await load("manifest", decodeManifest);
    const further = (first.further ?? []).map(({ folder, version }) => load(`${folder}manifest`, decodeManifest, version));
    const manifests = [first, ...(await Promise.all(further))];
    let start = 0;
    const segments = manifests.map((manifest, at) => {
      const segment = { ...manifest, folder: at ? first.further[at - 1].folder : "", start };
      start += manifest.documents;
      return segment;
    });
    const dead = new Uint8Array(start);
    if (first.dead) {
      const [count, gaps] = first.dead;
      for (const number of new BitReader(gaps).list(count, start)) dead[number] = 1;
    }
    const documents = start;
    return { ...first, documents, alive: documents - (first.dead?.[0] ?? 0), segments, dead };
  }

  // A file of every segment, decoded.
  const ofSegments = (manifest, name, decode) =>
    Promise.all(
      manifest.segments.map((segment) =>
        load(segment.folder + name, (payload) => decode(payload, segment.documents), segment.version),
      ),
    );

  // Which documents have what, numbered through, without the dead: for each label in the order of first appearance.
  function joined(manifest, lists) {
    const found = new Map();
    lists.forEach((list, at) => {
      const { start } = manifest.segments[at];
      for (const { label, documents } of list) {
        const alive = Array.from(documents, (number) => start + number).filter((number) => !manifest.dead[number]);
        if (alive.length) found.set(label, [...(found.get(label) ?? []), ...alive]);
      }
    });
    return [...found].map(([label, documents]) => ({ label, documents }));
  }

  // As Python sorts: by code points, which UTF-16 differs from where surrogates stand.
  function compareCodePoints(one, other) {
    const [left, right] = [[...one], [...other]];
    for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
      if (left[at] !== right[at]) return left[at].codePointAt(0) - right[at].codePointAt(0);
    }
    return left.length - right.length;
  }

  async function loadDates(manifest) {
    const dates = await ofSegments(manifest, "dates", decodeDates);
    if (dates.length === 1) return dates[0];
    const days = new Int32Array(manifest.documents);
    dates.forEach((one, at) => days.set(one.days, manifest.segments[at].start));
    const years = joined(manifest, dates.map((one) => one.years));
    years.sort((one, other) => (one.label < other.label ? 1 : -1));
    return { days, newest: days.reduce((most, day, at) => (manifest.dead[at] ? most : Math.max(most, day)), 0), years };
  }

  async function loadFacet(name, manifest) {
    const facets = await ofSegments(manifest, `facets/${name}`, decodeFacet);
    if (facets.length === 1) return facets[0];
    return joined(manifest, facets).sort((one, other) => compareCodePoints(one.label, other.label));
  }

  // Dates as numbers 20210716, in which what is not known is 0; the newest; the documents of each year.
  function decodeDates([runs, stepParameter, lengthParameter, steps, lengths], count) {
    const days = new Int32Array(count);
    const years = new Map(); // "2021", or "" where the year is not known
    let newest = 0;
    const stepBits = new BitReader(steps);
    const lengthBits = new BitReader(lengths);
    let date = 0;
    let at = 0;
    for (let run = 0; run < runs; run += 1) {
      const step = stepBits.rice(stepParameter);
      date += step % 2 ? -(step + 1) / 2 : step / 2;
      const month = Math.floor(date / 32);
      const written = Math.floor(month / 13) * 10000 + (month % 13) * 100 + (date % 32);
      const end = at + lengthBits.rice(lengthParameter) + 1;
      days.fill(written, at, end);
      newest = Math.max(newest, written);
      const year = written ? String(Math.floor(written / 10000)).padStart(4, "0") : "";
      if (!years.has(year)) years.set(year, []);
      for (; at < end; at += 1) years.get(year).push(at);
    }
    const labels = [...years].sort(([one], [other]) => (one < other ? 1 : -1));
    return { days, newest, years: labels.map(([label, documents]) => ({ label, documents })) };
  }

  function decodeFacet([labels, counts, gaps], universe) {
    const countBits = new BitReader(counts);
    const sizes = labels.map(() => countBits.gamma());
    const gapBits = new BitReader(gaps);
    return labels.map((label, at) => ({ label, documents: gapBits.list(sizes[at], universe) }));
  }

  // key → {lists, firstPosting}: the documents of each zone, and the number of its first posting among the pairs'.
  function decodeShard([size, entries, gaps, partStarts], universe) {
    const entryBits = new BitReader(entries);
    const gapBits = new BitReader(gaps);
    const found = new Map();
    let first = 0;
    let second = -1;
    let posting = 0;
    const borders = []; // of the pairs' lists: [posting behind the list, zone]
    for (let at = 0; at < size; at += 1) {
      const step = entryBits.gamma();
      const code = entryBits.rice(SECOND_PARAMETER);
      first += step;
      second = step ? code : second + 1 + code;
      const counts = [];
      for (let zone = 0; zone < ZONES; zone += 1) counts.push(entryBits.gamma());
      const lists = counts.map((count) =>
        count * 2 > universe ? others(gapBits.list(universe - count, universe), universe) : gapBits.list(count, universe),
      );
      found.set(first * SECOND + second, { lists, firstPosting: posting });
      if (second) {
        counts.forEach((count, zone) => {
          posting += count;
          borders.push([posting, zone]);
        });
      }
    }
    return { entries: found, partStarts: [...partStarts, posting], borders };
  }

  function others(members, universe) {
    const rest = new Int32Array(universe - members.length);
    let at = 0;
    let member = 0;
    for (let number = 0; number < universe; number += 1) {
      if (members[member] === number) member += 1;
      else rest[at++] = number;
    }
    return rest;
  }

  // The positions of the postings of one part: those of posting i from starts[i] up to starts[i + 1].
  function decodePart([times, gaps], shard, part, means) {
    const first = shard.partStarts[part];
    const count = shard.partStarts[part + 1] - first;
    const timeBits = new BitReader(times);
    const gapBits = new BitReader(gaps);
    const starts = new Int32Array(count + 1);
    for (let at = 0; at < count; at += 1) starts[at + 1] = starts[at] + timeBits.rice(0) + 1;
    const positions = new Int32Array(starts[count]);
    let border = shard.borders.findIndex(([end]) => end > first);
    for (let at = 0; at < count; at += 1) {
      while (shard.borders[border][0] <= first + at) border += 1;
      const parameter = gapParameter(starts[at + 1] - starts[at] + 1, means[shard.borders[border][1]]);
      let last = -1;
      for (let place = starts[at]; place < starts[at + 1]; place += 1) {
        positions[place] = last += gapBits.rice(parameter) + 1;
      }
    }
    return { first, starts, positions };
  }

  const path = (kind, number) => {
    const digits = (value) => value.toString(16).padStart(2, "0");
    return `${kind}/${digits(Math.floor(number / FOLDER_FILES))}/${digits(number % FOLDER_FILES)}`;
  };

  const once = new Map(); // what is joined of several files: name → promise
  function kept(name, make) {
    let made = once.get(name);
    if (!made) {
      made = make();
      made.catch(() => once.delete(name));
      once.set(name, made);
    }
    return made;
  }

  const store = {
    manifest: () => kept("manifest", loadManifest),
    dates: (manifest) => kept("dates", () => loadDates(manifest)),
    facet: (name, manifest) => kept(`facets/${name}`, () => loadFacet(name, manifest)),
    shard: (number, { folder, version, documents }) =>
      load(folder + path("shards", number), (payload) => decodeShard(payload, documents), version),
    part: (number, shard, part, { folder, version, zoneMeans }) =>
      load(
        `${folder}${path("positions", number)}-${part}`,
        (payload) => decodePart(payload, shard, part, zoneMeans),
        version,
      ),
    block: (number, { folder, version }) => load(folder + path("documents", number), (documents) => documents, version),
  };

  Object.assign(search, { receive, store, IndexError });
})();
