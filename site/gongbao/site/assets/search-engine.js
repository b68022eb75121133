// The search itself: what a query means, its hits in order, and how many there are of each label.
"use strict";

(() => {
  const search = (window.gongbaoSearch ??= {});
  const { store } = search;

  // The bit of a document that stands in the index no more, beside the bits of the facets that it fails.
  const DEAD = 2 ** 15;

  // A document's rank for one clause, best first. Words of a term stand for the term where no article holds it.
  const HEADLINE = 4;
  const AROUND = 3;
  const BODY = 2;
  const WORDS = 1;
  const RANK_NAMES = ["", "words", "body", "kicker", "headline"];
  const RANK_OF_ZONES = Uint8Array.from({ length: 8 }, (_, zones) =>
    zones & 1 ? HEADLINE : zones & 2 ? AROUND : zones & 4 ? BODY : 0,
  );
  const WEIGHTS = [0, 0.5, 1, 2, 3];
  // What the newest article gains over a very old one: less than a rank, so that it decides between equals only.
  const NEWNESS = 0.3;
  const HALVED_AFTER_YEARS = 5;

  // {total, hits: [{number, rank, score, date}], facets, tree, understood, periods, fellBack, mistakes, manifest}
  // options: facets {name: [labels]}, sort "relevance" | "newest" | "oldest", counts false to leave out the facets,
  // which countFacets() of the answer can still give later, as countMonths() gives the hits of each month.
  async function run(query, options = {}) {
    const manifest = await store.manifest();
    const dates = await store.dates(manifest);
    const { tree, clauses, mistakes } = search.parseQuery(query, options.today);
    const filtered = Object.values(options.facets ?? {}).some((labels) => labels.length);
    const answers = await Promise.all(clauses.map((clause) => answer(clause, manifest, dates, mistakes)));
    const everything = new Uint8Array(manifest.documents).fill(filtered ? BODY : 0);
    const { best, score } = tree ? weigh(tree, answers, manifest.documents) : { best: everything, score: null };
    const chosen = await chooseByFacets(options.facets ?? {}, manifest, dates);

    const hits = [];
    for (let number = 0; number < manifest.documents; number += 1) {
      if (!best[number] || chosen.failed[number]) continue;
      const date = dates.days[number];
      hits.push({ number, rank: RANK_NAMES[best[number]], score: (score?.[number] ?? 0) + newness(date, dates.newest), date });
    }
    const count = () => countFacets(best, chosen, manifest, dates);
    const { rest, periods } = search.withoutPeriods(tree, clauses);
    const countByMonth = () => {
      const undated = !periods.length ? best : rest ? weigh(rest, answers, manifest.documents).best : null;
      return countMonths(undated, chosen, dates);
    };
    hits.sort(ORDERS[options.sort] ?? ORDERS.relevance);
    return {
      total: hits.length,
      hits,
      facets: options.counts === false ? {} : await count(),
      countFacets: count,
      countMonths: countByMonth,
      tree,
      periods: periods.map((at) => clauses[at]),
      understood: answers.map(({ clause, fellBack, words, labels }) => ({ ...clause, fellBack, words, labels })),
      fellBack: answers.some((one) => one.fellBack),
      mistakes,
      manifest,
    };
  }

  const UNDATED = 99999999; // behind all others, either way round
  const byNumber = (one, other) => one.number - other.number;
  const ORDERS = {
    relevance: (one, other) => other.score - one.score || other.date - one.date || byNumber(one, other),
    newest: (one, other) => other.date - one.date || byNumber(one, other),
    oldest: (one, other) => (one.date || UNDATED) - (other.date || UNDATED) || byNumber(one, other),
  };

  function newness(date, newest) {
    if (!date) return 0;
    const months = (number) => Math.floor(number / 10000) * 12 + (Math.floor(number / 100) % 100);
    return NEWNESS * 0.5 ** ((months(newest) - months(date)) / 12 / HALVED_AFTER_YEARS);
  }

  // {clause, ranks, fellBack, words, labels}: the rank of every document for one clause.
  async function answer(clause, manifest, dates, mistakes) {
    if (clause.kind === "everything") return { clause, ranks: new Uint8Array(manifest.documents).fill(BODY) };
    if (clause.kind === "date") return { clause, ranks: withinPeriod(clause.period, dates.days) };
    if (clause.kind === "label") return matchLabels(clause, manifest, mistakes);
    const zones = await search.findString(clause.needle);
    const ranks = zones.map((bits) => RANK_OF_ZONES[clause.headline ? bits & 1 : bits]);
    if (clause.exact || clause.negative || ranks.some(Boolean)) return { clause, ranks };
    const words = search.cutIntoWords(clause.needle);
    if (!words.length) return { clause, ranks };
    const found = await Promise.all(words.map((word) => search.findString(word)));
    const allowed = clause.headline ? 1 : 7;
    const all = ranks.map((_, number) => (found.every((bits) => bits[number] & allowed) ? WORDS : 0));
    return { clause, ranks: all, fellBack: true, words };
  }

  function withinPeriod([first, last], days) {
    const ranks = new Uint8Array(days.length);
    for (let number = 0; number < days.length; number += 1) {
      const date = days[number];
      if (date && search.firstDay(date) <= last && search.lastDay(date) >= first) ranks[number] = BODY;
    }
    return ranks;
  }

  // Labels that contain the text; in quotation marks the label that is the text.
  async function matchLabels(clause, manifest, mistakes) {
    const ranks = new Uint8Array(manifest.documents);
    const facet = await store.facet(clause.facet, manifest);
    const wanted = search.normalise(clause.text);
    const page = clause.facet === "page" && search.pageNumber(clause.text);
    const fits = (label) => {
      if (clause.all) return true;
      if (clause.front) return /^[a-z]?1$/.test(search.pageNumber(label)) || label.includes("头版");
      if (page) return search.pageNumber(label) === page;
      const path = clause.facet === "street"; // below its district, which is not looked at
      const name = search.normalise(path ? label.slice(label.lastIndexOf("/") + 1) : label);
      return clause.exact ? name === wanted : name.includes(wanted);
    };
    const labels = facet.filter(({ label }) => fits(label));
    for (const { documents } of labels) for (const number of documents) ranks[number] = BODY;
    if (clause.without) for (let number = 0; number < ranks.length; number += 1) ranks[number] = ranks[number] ? 0 : BODY;
    if (clause.all || clause.front) return { clause, ranks };
    if (!labels.length) mistakes.push({ position: clause.start, message: `没有名称里有“${clause.text}”的标签。` });
    return { clause, ranks, labels: labels.map(({ label }) => label) };
  }

  // {best, score} for every document: the rank of the weakest part that is required, the mean score of its texts.
  // Filters and what is excluded have no score: they choose, and do not rank.
  function weigh(tree, answers, universe) {
    if (tree.clause !== undefined) {
      const { clause, ranks } = answers[tree.clause];
      const scored = clause.kind === "text" && !clause.negative;
      return { best: ranks, score: scored ? Float64Array.from(ranks, (rank) => WEIGHTS[rank]) : null };
    }
    if (tree.not) {
      return { best: weigh(tree.not, answers, universe).best.map((rank) => (rank ? 0 : BODY)), score: null };
    }
    const parts = (tree.all ?? tree.any).map((part) => weigh(part, answers, universe));
    const scored = parts.filter((part) => part.score);
    const best = new Uint8Array(universe);
    const score = new Float64Array(universe);
    for (let number = 0; number < universe; number += 1) {
      if (tree.any) {
        for (const part of parts) best[number] = Math.max(best[number], part.best[number]);
        for (const part of scored) score[number] = Math.max(score[number], part.score[number]);
      } else if (parts.every((part) => part.best[number])) {
        best[number] = scored.length ? Math.min(...scored.map((part) => part.best[number])) : BODY;
        for (const part of scored) score[number] += part.score[number] / scored.length;
      }
    }
    return { best, score: scored.length ? score : null };
  }

  // Within a facet any of the chosen labels, and every facet with a choice. ``failed`` has a bit for each that fails.
  async function chooseByFacets(wanted, manifest, dates) {
    const failed = Uint16Array.from(manifest.dead, (dead) => (dead ? DEAD : 0));
    const names = [...manifest.facets, "year"];
    const bits = new Map(names.map((name, at) => [name, 1 << at]));
    await Promise.all(
      names.map(async (name) => {
        if (!wanted[name]?.length) return;
        const labels = await facetLabels(name, manifest, dates);
        const passed = new Uint8Array(manifest.documents);
        for (const { label, documents } of labels) {
          if (wanted[name].includes(label)) for (const number of documents) passed[number] = 1;
        }
        for (let number = 0; number < failed.length; number += 1) if (!passed[number]) failed[number] |= bits.get(name);
      }),
    );
    return { failed, bits };
  }

  // A facet's own choice is left out of its counts, so that its other labels can still be added.
  async function countFacets(best, { failed, bits }, manifest, dates) {
    const facets = {};
    for (const name of bits.keys()) facets[name] = [];
    await Promise.all(
      [...bits].map(async ([name, bit]) => {
        for (const { label, documents } of await facetLabels(name, manifest, dates)) {
          let count = 0;
          for (const number of documents) if (best[number] && !(failed[number] & ~bit)) count += 1;
          if (count) facets[name].push({ label, count });
        }
        if (name !== "year") facets[name].sort((one, other) => other.count - one.count);
      }),
    );
    return facets;
  }

  // {year · 100 + month: hits}, with month 0 where it is not known and 0 where the date is not. The facets' choices
  // count, but for the years': the reader is to see what else might be chosen. ``best`` null stands for all articles.
  function countMonths(best, { failed, bits }, { days }) {
    const months = new Map();
    const others = ~bits.get("year");
    for (let number = 0; number < days.length; number += 1) {
      if ((best && !best[number]) || failed[number] & others) continue;
      const month = Math.floor(days[number] / 100);
      months.set(month, (months.get(month) ?? 0) + 1);
    }
    return months;
  }

  function facetLabels(name, manifest, dates) {
    return name === "year" ? dates.years : store.facet(name, manifest);
  }

  async function documents(numbers) {
    return search.loadDocuments(numbers, await store.manifest());
  }

  Object.assign(search, { search: run, documents });
})();
