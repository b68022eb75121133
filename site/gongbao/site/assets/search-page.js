// The search page: what is typed and chosen stands in the address, and the results follow it.
"use strict";

(() => {
  const search = window.gongbaoSearch;
  const PAGE_SIZE = 10;
  const WAIT_MILLISECONDS = 150; // after the last key
  const SAY_LOADING_AFTER_MILLISECONDS = 300;

  const part = Object.fromEntries(
    [...document.querySelectorAll("#asking, #asking [id], #hint, #searching, #searching [id]")].map((one) => [one.id, one]),
  );
  const TITLE = document.title;
  const SORTS = [...part.sort.options].map((option) => option.value);

  let present = 0; // number of the search whose results may be shown
  let shown = null; // {answer, needles, count}
  let timer = 0;

  // ?q=…&district=…&campaign=…&sort=newest
  function readAddress() {
    const parameters = new URLSearchParams(location.search);
    const facets = {};
    for (const name of Object.keys(search.FACETS)) {
      const labels = parameters.getAll(name).map((label) => (name === "year" && label === "none" ? "" : label));
      if (labels.length) facets[name] = [...new Set(labels)];
    }
    const sort = parameters.get("sort");
    return { query: parameters.get("q") ?? "", facets, sort: SORTS.includes(sort) ? sort : "relevance" };
  }

  function writeAddress({ query, facets, sort }, replace) {
    const parameters = new URLSearchParams();
    if (query) parameters.set("q", query);
    for (const [name, labels] of Object.entries(facets)) {
      for (const label of labels) parameters.append(name, name === "year" && !label ? "none" : label);
    }
    if (sort !== "relevance") parameters.set("sort", sort);
    const written = parameters.toString();
    const address = location.pathname + (written ? `?${written}` : "");
    if (address === location.pathname + location.search) return;
    if (replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }

  const state = () => ({ ...readAddress(), query: part.query.value.trim() });

  function change(changes, { replace = false } = {}) {
    clearTimeout(timer);
    writeAddress({ ...state(), ...changes }, replace);
    if (changes.query !== undefined) part.query.value = changes.query;
    return show();
  }

  function choose(facet, label) {
    const { facets } = state();
    const labels = facets[facet] ?? [];
    const rest = labels.includes(label) ? labels.filter((one) => one !== label) : [...labels, label];
    return change({ facets: { ...facets, [facet]: rest } });
  }

  function drop(clause) {
    const query = part.query.value.trim();
    return change({ query: `${query.slice(0, clause.start)} ${query.slice(clause.end)}`.trim() });
  }

  // A period chosen from the bars stands in the query, in place of the one before and of single years.
  const histogram = search.makeHistogram(part, (written) => {
    const { query, facets } = state();
    return change({ query: search.narrowed(query, written), facets: { ...facets, year: [] } });
  });

  async function show() {
    const mine = (present += 1);
    const { query, facets, sort } = state();
    part.sort.value = sort;
    document.title = query ? `${query} · ${TITLE}` : TITLE;
    if (!query && !Object.keys(facets).length) return clear();
    part.searching.hidden = false;
    const slow = setTimeout(() => mine === present && say("正在检索…"), SAY_LOADING_AFTER_MILLISECONDS);
    part.results.setAttribute("aria-busy", "true");
    try {
      const answer = await search.search(query, { facets, sort, counts: false });
      if (mine === present) await showAnswer(answer, query, facets, mine);
      clearTimeout(slow); // the counts may take their time: the results are there
      if (mine === present) await showFilters(answer, facets, mine);
    } catch (error) {
      if (mine !== present) return;
      if (!(error instanceof search.IndexError)) console.error(error);
      showFailure(error);
    } finally {
      clearTimeout(slow);
      if (mine === present) part.results.removeAttribute("aria-busy");
    }
  }

  async function showAnswer(answer, query, facets, mine) {
    const needles = search.needlesOf(answer.understood);
    const first = answer.hits.slice(0, PAGE_SIZE);
    const documents = await search.documents(first.map((hit) => hit.number));
    if (mine !== present) return;
    shown = { answer, needles, count: first.length };
    part.results.replaceChildren(...documents.map((found) => search.drawResult(found, needles, choose)));
    say(answer.total ? `找到 ${answer.total.toLocaleString("zh-CN")} 篇` : "没有找到");
    const understood = answer.understood.map((clause) => ({ ...clause, written: query.slice(clause.start, clause.end) }));
    part.remarks.replaceChildren(
      ...search.drawRemarks(answer),
      ...(answer.total ? [] : search.drawNothing(understood, facets, { drop, choose, reset: () => change({ facets: {} }) })),
    );
    part.sorting.hidden = answer.total < 2;
    histogram.show(answer.countMonths(), answer.periods[0]?.period);
    showMore();
  }

  // The counts come after the results, which need not wait for them.
  async function showFilters(answer, facets, mine) {
    const counts = await answer.countFacets();
    if (mine !== present) return;
    const open = new Set([...part.facets.querySelectorAll("details[open]")].map((one) => one.dataset.facet));
    const focused = document.activeElement?.dataset ?? {};
    part.facets.replaceChildren(...search.drawFilters(counts, facets, choose));
    part.filters.hidden = !part.facets.children.length;
    for (const one of part.facets.querySelectorAll("details")) one.open = open.has(one.dataset.facet);
    for (const box of part.facets.querySelectorAll("input")) {
      if (box.dataset.facet === focused.facet && box.dataset.label === focused.label) box.focus({ preventScroll: true });
    }
  }

  function showFailure(error) {
    clear();
    part.searching.hidden = false;
    say("检索没有进行");
    const known = error instanceof search.IndexError ? error : new Error("网页出了错。");
    part.remarks.replaceChildren(...search.drawFailure(known, show));
  }

  function clear() {
    shown = null;
    part.searching.hidden = true;
    part.sorting.hidden = true;
    part.dates.hidden = true;
    part.filters.hidden = true;
    part.more.hidden = true;
    for (const name of ["results", "remarks", "facets"]) part[name].replaceChildren();
    say("");
  }

  function say(text) {
    part.total.textContent = text;
  }

  function showMore() {
    const left = shown.answer.total - shown.count;
    part.more.hidden = left <= 0;
    part.more.textContent = `再看 ${Math.min(left, PAGE_SIZE)} 篇（还有 ${left.toLocaleString("zh-CN")} 篇）`;
  }

  async function addMore() {
    const mine = present;
    const page = shown.answer.hits.slice(shown.count, shown.count + PAGE_SIZE);
    try {
      const documents = await search.documents(page.map((hit) => hit.number));
      if (mine !== present) return;
      const items = documents.map((found) => search.drawResult(found, shown.needles, choose));
      part.results.append(...items);
      shown.count += page.length;
      showMore();
      items[0]?.querySelector("h3 a").focus();
    } catch (error) {
      if (mine === present) showFailure(error);
    }
  }

  // Down and up go from the box through the results and back; "/" goes to the box from anywhere.
  function onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    const links = [...part.results.querySelectorAll("h3 a")];
    const at = links.indexOf(document.activeElement);
    let target = null;
    if (event.key === "/" && !typing) target = part.query;
    else if (event.key === "Escape" && at >= 0) target = part.query;
    else if (event.key === "ArrowDown" && event.target === part.query) target = links[0];
    else if (event.key === "ArrowDown" && at >= 0) target = links[at + 1] ?? (part.more.hidden ? null : part.more);
    else if (event.key === "ArrowUp" && document.activeElement === part.more) target = links[links.length - 1];
    else if (event.key === "ArrowUp" && at >= 0) target = links[at - 1] ?? part.query;
    if (!target) return;
    event.preventDefault();
    target.focus();
    if (target === part.query) target.select();
  }

  part.asking.addEventListener("submit", (event) => {
    event.preventDefault();
    change({}).then(() => part.results.querySelector("h3 a")?.focus());
  });
  part.query.addEventListener("input", (event) => {
    clearTimeout(timer);
    // While a word is being composed on a Chinese keyboard, its letters are not yet what is meant.
    if (!event.isComposing) timer = setTimeout(() => change({}, { replace: true }), WAIT_MILLISECONDS);
  });
  part.query.addEventListener("compositionend", () => change({}, { replace: true }));
  part.sort.addEventListener("change", () => change({ sort: part.sort.value }));
  part.more.addEventListener("click", addMore);
  document.addEventListener("keydown", onKey);
  window.addEventListener("popstate", () => {
    part.query.value = readAddress().query;
    show();
  });

  // Beside the results there is room for the filters; above them, on a phone, they open when asked for.
  const wide = window.matchMedia("(min-width: 56rem)");
  const place = () => (part.filters.open = wide.matches);
  wide.addEventListener("change", place);
  place();

  part.query.value = readAddress().query;
  if (!location.search) {
    part.hint.open = wide.matches;
    part.query.focus({ preventScroll: true });
  }
  show();
})();
